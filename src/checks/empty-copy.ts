import { type Check, pass } from './define.ts';
import { quoted, tallyText } from './wording.ts';

export const emptyCopy: Check = {
  meta: {
    id: 'empty-copy',
    title: 'The backup holds something',
    failTitle: 'The backup is empty',
    severity: 'critical',
    category: 'content',
    rationale:
      'An empty backup is the most common silent failure: a disk that is not mounted, a bucket of another name, a job that never ran. GitLab looked for its backups in 2017 and found an empty bucket.',
    remediation:
      'Find out whether the right disk is mounted at the right place and whether the backup job ever ran there.',
    whenToWaive: 'Never.',
    references: ['NIST SP 800-53 CP-9', 'https://about.gitlab.com/blog/postmortem-of-database-outage-of-january-31/'],
    examples: [
      { title: 'the backup holds as much as the primary', verdict: 'pass', given: {} },
      { title: 'the backup holds nothing', verdict: 'fail', given: { backup: { listing: { entries: 0, bytes: 0 } } } },
      {
        title: 'the primary holds nothing either',
        verdict: 'unknown',
        given: { primary: { listing: { entries: 0, bytes: 0 } } },
      },
    ],
  },
  judgeComparison({ primary, backup }) {
    const id = quoted(backup.id);
    if (primary.listing !== null && primary.listing.entries === 0) {
      return {
        verdict: 'unknown',
        severity: 'error',
        message: `The primary is empty, so ${id} proves nothing.`,
        remedy: 'Find out whether the primary is mounted and is the right directory.',
      };
    }
    if (backup.listing === null || backup.listing.entries > 0) return pass(`${id} holds something.`);
    const lost = primary.listing === null ? 'everything' : tallyText(primary.listing);
    return {
      verdict: 'fail',
      message: `${id} is empty. All of the primary, ${lost}, is lost with it.`,
      remedy: `Find out whether the right disk is mounted at ${backup.url} and whether the backup job ever ran.`,
    };
  },
};
