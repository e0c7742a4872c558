import { formatDuration } from '../lib/duration.ts';
import { type Check, pass } from './define.ts';
import { judgedText, quoted } from './wording.ts';

export const staleCopy: Check = {
  meta: {
    id: 'stale-copy',
    title: 'The backup holds no version that is older than its RPO allows',
    failTitle: 'The backup holds outdated versions',
    severity: 'error',
    category: 'freshness',
    rationale:
      'What counts is not when the backup last ran but how old the oldest change is that it does not hold. GitLab found on 2017-01-31 that its dumps had failed silently for days while everybody took them for granted.',
    remediation: 'Find out when the backup job last finished and why not since; run it, and verify again.',
    whenToWaive: 'Where the data is frozen on purpose at the backup; better, give that backup a longer `expect.rpo`.',
    references: [
      'NIST SP 800-53 CP-9',
      'ISO/IEC 27001:2022 A.8.13',
      'https://about.gitlab.com/blog/postmortem-of-database-outage-of-january-31/',
    ],
    examples: [
      { title: 'every version is current', verdict: 'pass', given: {} },
      {
        title: 'three files changed a week ago and the backup has the versions from before',
        verdict: 'fail',
        given: {
          judged: {
            outdated: { atLeast: { entries: 3, bytes: 300 }, atMost: { entries: 3, bytes: 300 }, samples: [] },
          },
        },
      },
    ],
  },
  judgeComparison({ backup, expect, achievedRpo }, { outdated }) {
    const id = quoted(backup.id);
    if (outdated.atMost.entries === 0) return pass(`${id} holds no outdated version.`);
    const age =
      achievedRpo === null
        ? ''
        : ` The oldest change that it lacks is at least ${formatDuration(achievedRpo.atLeastMs)} old.`;
    return {
      verdict: outdated.atLeast.entries > 0 ? 'fail' : 'unknown',
      message: `${id} holds ${judgedText(outdated)} in a version older than its RPO of ${formatDuration(expect.rpoMs)} allows.${age}`,
      remedy: 'Find out when the backup job last finished and why not since; run it, and verify again.',
    };
  },
};
