import { formatDuration } from '../lib/duration.ts';
import { type Check, pass } from './define.ts';
import { judgedText, quoted } from './wording.ts';

export const undeterminedAge: Check = {
  meta: {
    id: 'undetermined-age',
    title: 'It is known of every lacking entry whether it is due',
    failTitle: 'It cannot be told whether lacking entries are due',
    severity: 'error',
    category: 'freshness',
    rationale:
      'The time of the last change alone proves nothing: a database is written every minute, and a backup that stopped a year ago would look as if it were about to hold it. Only a proof that the backup ran since, or the memory of an earlier run, tells.',
    remediation:
      'Let firebreak run regularly with its state kept; write a heartbeat file before every backup and name it in `expect.heartbeat`.',
    whenToWaive: 'For the first days, until earlier runs can tell.',
    references: ['NIST SP 800-53 CP-9'],
    examples: [
      { title: 'every lacking entry is due or pending', verdict: 'pass', given: {} },
      {
        title: 'a database changed a minute ago and nothing shows when the backup last ran',
        verdict: 'unknown',
        given: {
          judged: {
            undetermined: { atLeast: { entries: 1, bytes: 100 }, atMost: { entries: 1, bytes: 100 }, samples: [] },
          },
        },
      },
    ],
  },
  judgeComparison({ backup, expect, dataset }, { undetermined }) {
    const id = quoted(backup.id);
    if (undetermined.atMost.entries === 0) return pass(`It is known of everything that ${id} lacks whether it is due.`);
    const rpo = formatDuration(expect.rpoMs);
    const beat =
      dataset.heartbeat === undefined
        ? ' or name a file that is written before every backup in `expect.heartbeat`'
        : '';
    return {
      verdict: 'unknown',
      message: `${id} lacks ${judgedText(undetermined)} that changed within its RPO of ${rpo}, and nothing proves that it ran since.`,
      remedy: `Verify again once the RPO of ${rpo} is over, with the state of this run kept;${beat}.`
        .replace(';.', '.')
        .replace('; or', ', or'),
    };
  },
};
