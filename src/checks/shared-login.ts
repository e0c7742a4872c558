import { type Check, pass } from './define.ts';
import { quoted, unknownUnlessUnreached } from './wording.ts';

export const sharedLogin: Check = {
  meta: {
    id: 'shared-login',
    title: 'No user of the primary can delete the backup',
    failTitle: 'A user of the primary can delete the backup',
    severity: 'warning',
    category: 'independence',
    rationale:
      'The script that broke the data runs as somebody. Where that user may also delete the backup, one mistake or one stolen credential reaches both, as at Firstserver in 2012 and at Code Spaces in 2014.',
    remediation:
      'Let the backup belong to a user of its own that the primary does not know, best on another machine that fetches the data itself.',
    whenToWaive: 'Where another copy exists that this user cannot reach.',
    references: ['NIST SP 800-53 CP-9(5)', 'NIST SP 800-53 AC-6'],
    examples: [
      { title: 'each copy belongs to users of its own', verdict: 'pass', given: {} },
      {
        title: 'one user can delete both',
        verdict: 'fail',
        given: {
          relations: [
            { domain: 'credential', relation: 'shared', basis: 'observed', because: ['uid 1000 can delete both'] },
          ],
        },
      },
    ],
  },
  judgeBackup(subject) {
    const { backup, relations } = subject;
    const id = quoted(backup.id);
    const relation = relations.find(({ domain }) => domain === 'credential');
    if (relation?.relation === 'separate') return pass(`No user of the primary can delete ${id}.`);
    if (relation?.relation === 'shared') {
      return {
        verdict: 'fail',
        message: `A user of the primary can delete ${id}. One mistake, or one stolen credential, reaches both.`,
        because: relation.because,
        remedy: 'Let the backup belong to a user of its own, best on another machine that fetches the data itself.',
      };
    }
    return unknownUnlessUnreached(subject, {
      verdict: 'unknown',
      message: `Whether a user of the primary can delete ${id} is not known.`,
      because: relation?.because ?? [],
      remedy: `Provide what would tell: ${relation?.needs ?? 'the users who can delete each copy'}.`,
    });
  },
};
