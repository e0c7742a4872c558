import type { Check } from './define.ts';
import { judgeSharedDomain } from './shared-domain.ts';

const WORDS = {
  noun: 'volume',
  consequence: 'A full, damaged or wrongly deleted file system takes both.',
  remedy: 'Keep a backup on a file system of its own, on another disk.',
} as const;

export const sharedVolume: Check = {
  meta: {
    id: 'shared-volume',
    title: 'The backup is on another volume than the primary',
    failTitle: 'The backup and the primary share a volume',
    severity: 'error',
    category: 'independence',
    rationale:
      'A file system is damaged, filled, encrypted or deleted as a whole. A loop-mounted image lies on the volume that holds its file and dies with it.',
    remediation: 'Move the backup to a file system of its own, on another disk.',
    whenToWaive: 'Where another backup covers the loss of the volume; firebreak then calls this a warning by itself.',
    references: ['NIST SP 800-53 CP-9(3)'],
    examples: [
      { title: 'the two are on different volumes', verdict: 'pass', given: {} },
      {
        title: 'the two are on one volume',
        verdict: 'fail',
        given: {
          relations: [{ domain: 'volume', relation: 'shared', basis: 'observed', because: ['both are on one volume'] }],
        },
      },
      {
        title: 'it cannot be told',
        verdict: 'unknown',
        given: {
          relations: [{ domain: 'volume', relation: 'unknown', basis: null, because: ['the volume was not seen'] }],
        },
      },
    ],
  },
  judgeBackup: (subject) => judgeSharedDomain(subject, 'volume', WORDS),
};
