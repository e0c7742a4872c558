import { ASSURANCES } from '../model/comparison.ts';
import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const unverifiedContent: Check = {
  meta: {
    id: 'unverified-content',
    title: 'The content of the backup is proved as well as expected',
    failTitle: 'Content of the backup is not proved',
    severity: 'error',
    category: 'content',
    rationale:
      'Equal names and sizes say nothing about content. A tool that counts what it could not compare as a match tells its user that all is well while nobody has looked.',
    remediation:
      'Let the content be read (`expect.assurance` above `listed`), and mend what keeps files from being read.',
    whenToWaive: 'Where another tool proves the content; better, expect only `listed` and say so openly.',
    references: ['NIST SP 800-53 CP-9(1)'],
    examples: [
      { title: 'every byte was read', verdict: 'pass', given: {} },
      {
        title: 'five files could not be read',
        verdict: 'unknown',
        given: { judged: { unverified: { entries: 5, bytes: 500, samples: [] } } },
      },
    ],
  },
  judgeComparison({ backup, expect, comparison }, { unverified }) {
    const id = quoted(backup.id);
    if (expect.assurance === 'listed') return pass(`Names and sizes of ${id} are compared, as expected.`);
    const needed = ASSURANCES.indexOf(expect.assurance);
    const weak = ASSURANCES.filter(
      (assurance, rank) => rank < needed && (comparison?.sameBy[assurance]?.entries ?? 0) > 0,
    );
    if (unverified.entries === 0 && weak.length === 0)
      return pass(`The content of ${id} is proved (${expect.assurance} or better).`);
    if (unverified.entries > 0) {
      return {
        verdict: 'unknown',
        message: `Nothing proves the content of ${tallyText(unverified)} at ${id}: only name and size agree.`,
        remedy: 'Let firebreak read them: collect with an assurance above `listed`, as a user who may read every file.',
      };
    }
    return {
      verdict: 'unknown',
      message: `The content of ${id} is proved by \`${weak[0]}\`, and \`${expect.assurance}\` is expected.`,
      remedy:
        expect.assurance === 'restored'
          ? 'Expect `read`; restore drills are not part of this version.'
          : 'Verify again; the proof is made while collecting.',
    };
  },
};
