import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const conflictingContent: Check = {
  meta: {
    id: 'conflicting-content',
    title: 'No entry claims to be the same version and differs',
    failTitle: 'Entries claim to be the same version and differ, and the backup is not proved to be at fault',
    severity: 'error',
    category: 'content',
    rationale:
      'A file of equal time and other content is damaged on one side. Bit rot at the primary looks just like a corrupt backup; who copies in the wrong direction destroys the only good version.',
    remediation:
      'Overwrite neither side. Open both versions, compare them with a third copy, an application check or an older backup, then restore the good one.',
    whenToWaive:
      'Where the files are rewritten in place with their times set back, as some databases and mail stores do; better, exclude them.',
    references: ['NIST SP 800-53 CP-9(1)', 'NIST SP 800-53 SI-7'],
    examples: [
      { title: 'no entry conflicts', verdict: 'pass', given: {} },
      {
        title: 'one byte differs in a file of equal size and time, and no third copy tells who is right',
        verdict: 'fail',
        given: {
          judged: {
            conflict: {
              entries: 1,
              bytes: 100,
              byBlame: {
                backup: { entries: 0, bytes: 0 },
                primary: { entries: 0, bytes: 0 },
                unknown: { entries: 1, bytes: 100 },
              },
              samples: [],
            },
          },
        },
      },
    ],
  },
  judgeComparison({ backup }, { conflict }) {
    const id = quoted(backup.id);
    const { primary, unknown } = conflict.byBlame;
    const total = { entries: primary.entries + unknown.entries, bytes: primary.bytes + unknown.bytes };
    if (total.entries === 0) return pass(`Nothing at ${id} conflicts with the primary unexplained.`);
    const because = [
      ...new Set(conflict.samples.filter(({ blame }) => blame !== 'backup').map((sample) => sample.because)),
    ];
    const where =
      unknown.entries === 0 ? 'The primary itself is damaged.' : 'One side is damaged, and nothing tells which.';
    return {
      verdict: 'fail',
      message: `${tallyText(total)} at ${id} should be the version of the primary and ${total.entries === 1 ? 'differs' : 'differ'} from it. ${where}`,
      because,
      remedy:
        'Overwrite neither side: find out which version is good (a third copy, an application check), then restore that one.',
    };
  },
};
