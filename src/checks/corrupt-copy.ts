import { type Check, pass } from './define.ts';
import { are, quoted, tallyText } from './wording.ts';

export const corruptCopy: Check = {
  meta: {
    id: 'corrupt-copy',
    title: 'No entry of the backup is damaged',
    failTitle: 'Entries of the backup are damaged',
    severity: 'error',
    category: 'content',
    rationale:
      'A backup that was complete once decays: disks lose bits, transfers break off, encryption runs over it. Another copy agrees with the primary against this one, so it is this one that is wrong.',
    remediation:
      'Check the medium of the backup (SMART, scrub, memory), then copy the damaged entries again from the primary.',
    whenToWaive: 'Never; damaged entries cannot be restored.',
    references: ['NIST SP 800-53 CP-9(1)', 'NIST SP 800-53 SI-7'],
    examples: [
      { title: 'no entry is damaged', verdict: 'pass', given: {} },
      {
        title: 'two files differ under an equal time, and a second backup agrees with the primary',
        verdict: 'fail',
        given: {
          judged: {
            conflict: {
              entries: 2,
              bytes: 200,
              byBlame: {
                backup: { entries: 2, bytes: 200 },
                primary: { entries: 0, bytes: 0 },
                unknown: { entries: 0, bytes: 0 },
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
    const { backup: damaged } = conflict.byBlame;
    if (damaged.entries === 0) return pass(`Nothing at ${id} is known to be damaged.`);
    return {
      verdict: 'fail',
      message: `${tallyText(damaged)} at ${id} ${are(damaged)} damaged: of the age of the primary's version, and of other content. What is damaged cannot be restored.`,
      because: [...new Set(conflict.samples.filter(({ blame }) => blame === 'backup').map((sample) => sample.because))],
      remedy: `Check the medium of ${id}, then copy these entries again from the primary.`,
    };
  },
};
