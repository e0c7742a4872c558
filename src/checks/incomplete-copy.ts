import { formatDuration } from '../lib/duration.ts';
import { type Check, pass } from './define.ts';
import { judgedText, quoted } from './wording.ts';

export const incompleteCopy: Check = {
  meta: {
    id: 'incomplete-copy',
    title: 'The backup has every entry that is older than its RPO',
    failTitle: 'The backup lacks entries that it should have',
    severity: 'error',
    category: 'content',
    rationale:
      'A backup job that reports success may skip what it cannot open, what a filter hides, or what was added after it was set up. What the backup lacks is gone with the primary. An entry counts once it has been lacking for longer than the RPO, so that what is merely new does not alarm anybody.',
    remediation:
      'Look at the names: do they share a folder, an ending, an owner? Correct the selection or the rights of the backup job, run it, and verify again.',
    whenToWaive: 'Where the entries are meant to be left out; better, exclude them in the configuration.',
    references: ['NIST SP 800-53 CP-9(1)', 'ISO/IEC 27001:2022 A.8.13'],
    examples: [
      { title: 'nothing is missing', verdict: 'pass', given: {} },
      {
        title: 'forty files have been lacking for longer than the RPO',
        verdict: 'fail',
        given: {
          judged: {
            missing: { atLeast: { entries: 40, bytes: 4_000 }, atMost: { entries: 40, bytes: 4_000 }, samples: [] },
          },
        },
      },
    ],
  },
  judgeComparison({ backup, expect }, { missing, moved }) {
    const id = quoted(backup.id);
    if (missing.atMost.entries === 0) return pass(`${id} lacks nothing that is due.`);
    const rpo = formatDuration(expect.rpoMs);
    return {
      verdict: missing.atLeast.entries > 0 ? 'fail' : 'unknown',
      message: `${id} lacks ${judgedText(missing)} of the primary for longer than its RPO of ${rpo}. What it lacks is lost with the primary.`,
      because: moved.atMost.entries === 0 ? [] : [`${judgedText(moved)} of them are held under an old name`],
      remedy: `Find out why the backup job leaves them out, run it, and verify again; --entries PATH lists them all.`,
    };
  },
};
