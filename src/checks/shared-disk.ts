import type { Check } from './define.ts';
import { judgeSharedDomain } from './shared-domain.ts';

const WORDS = {
  noun: 'disk',
  consequence: 'When it fails, both are gone.',
  remedy:
    'Keep a backup on another disk, best in another machine, or claim the disks of both copies (claims.medium) where they cannot be seen.',
} as const;

export const sharedDisk: Check = {
  meta: {
    id: 'shared-disk',
    title: 'The backup is on another disk than the primary',
    failTitle: 'The backup and the primary share a disk',
    severity: 'error',
    category: 'independence',
    rationale:
      'On 2012-06-20 customers of Firstserver learned that the external backup server of the brochure was a second disk in the same chassis. Two folders, two partitions or two volumes of one disk die together.',
    remediation: 'Move the backup to a disk that the primary does not touch, best in another machine.',
    whenToWaive: 'Where another backup covers the loss of the disk; firebreak then calls this a warning by itself.',
    references: ['NIST SP 800-53 CP-6(1)', 'NIST SP 800-53 CP-9(3)'],
    examples: [
      { title: 'the two are on different disks', verdict: 'pass', given: {} },
      {
        title: 'the two are on one disk',
        verdict: 'fail',
        given: {
          relations: [{ domain: 'medium', relation: 'shared', basis: 'observed', because: ['both are on one disk'] }],
        },
      },
      {
        title: 'it cannot be told',
        verdict: 'unknown',
        given: {
          relations: [{ domain: 'medium', relation: 'unknown', basis: null, because: ['the disk was not seen'] }],
        },
      },
    ],
  },
  judgeBackup: (subject) => judgeSharedDomain(subject, 'medium', WORDS),
};
