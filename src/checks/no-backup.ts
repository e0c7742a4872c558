import { type Check, pass } from './define.ts';
import { quoted } from './wording.ts';

export const noBackup: Check = {
  meta: {
    id: 'no-backup',
    title: 'Somebody promised to keep a backup of the dataset',
    failTitle: 'The dataset has no backup',
    severity: 'critical',
    category: 'content',
    rationale:
      'A dataset without any backup, or with copies that exist only by accident, is lost with its primary. Nothing else that is judged would say so, as there is nothing to judge.',
    remediation: 'Make a backup, and list it under `backups` in the configuration.',
    whenToWaive: 'Where the data can be made again from something else; say from what.',
    references: ['NIST SP 800-53 CP-9', 'ISO/IEC 27001:2022 A.8.13'],
    examples: [
      { title: 'there is a backup', verdict: 'pass', given: {} },
      { title: 'the only copy is accidental', verdict: 'fail', given: { backup: { accidental: true } } },
    ],
  },
  judgePrimary({ dataset }) {
    const backups = dataset.copies.filter(({ role }) => role === 'backup');
    const designed = backups.filter(({ accidental }) => !accidental);
    if (designed.length > 0) return pass(`A backup of ${quoted(dataset.id)} is promised.`);
    const others = backups.length === 0 ? '' : ' What copies there are, nobody promised to keep.';
    return {
      verdict: 'fail',
      message: `${quoted(dataset.id)} has no backup.${others} It is lost with its primary.`,
      remedy: 'Make a backup, and list it under `backups` in the configuration.',
    };
  },
};
