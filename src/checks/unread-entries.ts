import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const unreadEntries: Check = {
  meta: {
    id: 'unread-entries',
    title: 'Every entry of the copy could be looked at',
    failTitle: 'Entries of the copy could not be looked at',
    severity: 'error',
    category: 'collection',
    rationale:
      'A folder that may not be read, a file with a read error, another file system that is mounted below: nothing is known of them. What the verifier cannot read, the backup job often cannot read either.',
    remediation:
      'Run firebreak as a user who may read everything, look into the system log for read errors, or exclude what is no part of the dataset.',
    whenToWaive: 'Where the entries do not matter; better, exclude them.',
    references: ['NIST SP 800-53 CP-9'],
    examples: [
      { title: 'everything was read', verdict: 'pass', given: {} },
      {
        title: 'a folder may not be read',
        verdict: 'unknown',
        given: {
          problems: [
            {
              kind: 'permission-denied',
              operation: 'read directory',
              message: 'Cannot read a directory.',
              count: 1,
              samples: [],
            },
          ],
        },
      },
    ],
  },
  judgeBackup({ backup, problems, comparison }) {
    const notCompared = comparison?.notCompared ?? { entries: 0, bytes: 0 };
    const because = notCompared.entries === 0 ? [] : [`${tallyText(notCompared)} or more were not compared`];
    // The copy as a whole is the business of unreachable-copy.
    if (backup.status !== 'listed')
      return { verdict: 'not-applicable', message: `${quoted(backup.id)} was not listed.` };
    return judge(backup.id, problems, because);
  },
  judgePrimary({ primary, problems }) {
    if (primary.status !== 'listed') return { verdict: 'not-applicable', message: 'The primary was not listed.' };
    return judge(primary.id, problems, []);
  },
};

function judge(
  copy: string,
  problems: readonly { readonly message: string; readonly count: number }[],
  because: readonly string[],
) {
  const id = quoted(copy);
  if (problems.length === 0 && because.length === 0) return pass(`Everything of ${id} could be looked at.`);
  const count = problems.reduce((sum, problem) => sum + problem.count, 0);
  return {
    verdict: 'unknown',
    message: `${count === 0 ? 'Parts' : `${count.toLocaleString('en-US')} places`} of ${id} or of its counterpart could not be looked at, so nothing is known of what is there.`,
    because: [...because, ...problems.map((problem) => problem.message.replace(/\.$/, ''))],
    remedy: 'Mend what the problems name, or exclude what is no part of the dataset, and verify again.',
  } as const;
}
