import type { CopyEvidence } from '../model/evidence.ts';
import { type Check, type Judgement, pass } from './define.ts';
import { quoted } from './wording.ts';

export const unreachableCopy: Check = {
  meta: {
    id: 'unreachable-copy',
    title: 'The copy can be read',
    failTitle: 'The copy cannot be read',
    severity: 'error',
    category: 'collection',
    rationale:
      'A backup that cannot be read today may be gone. A root that does not exist and a disk that is not mounted are errors, never an empty backup.',
    remediation: 'Mount the disk, correct the URL, or give the login the right to read.',
    whenToWaive: 'Where the medium is away on purpose and its rotation is watched otherwise.',
    references: ['NIST SP 800-53 CP-9'],
    examples: [
      { title: 'the copy was listed', verdict: 'pass', given: {} },
      {
        title: 'the root does not exist',
        verdict: 'unknown',
        given: {
          backup: {
            status: 'failed',
            error: {
              kind: 'not-found',
              operation: 'open root',
              message: 'The root does not exist.',
              count: 1,
              samples: [],
            },
          },
        },
      },
    ],
  },
  judgeBackup: ({ backup, comparison }) => judge(backup, comparison !== null),
  judgePrimary: ({ primary, dataset }) =>
    judge(
      primary,
      dataset.comparisons.some(({ comparison }) => comparison !== null),
    ),
};

function judge(copy: CopyEvidence, isCompared: boolean): Judgement {
  const id = quoted(copy.id);
  const { status, error, placement } = copy;
  if (status === 'failed') {
    return {
      verdict: 'unknown',
      message: `${error?.message ?? `${id} could not be read.`} Nothing is proven about ${id}.`,
      remedy: error?.remedy ?? 'Make it readable and verify again.',
    };
  }
  // A copy that was listed and not compared must not pass for one that was.
  const hasOtherReason = status === 'layout-mismatch' || placement === 'same-directory' || copy.role === 'primary';
  if (isCompared || hasOtherReason) return pass(`${id} was read.`);
  return {
    verdict: 'unknown',
    message: `${id} was not compared with the primary, so nothing is proven about it.`,
    remedy: 'Look at the problems below, mend them, and verify again.',
  };
}
