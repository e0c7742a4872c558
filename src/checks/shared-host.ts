import type { Check } from './define.ts';
import { judgeSharedDomain } from './shared-domain.ts';

const WORDS = {
  noun: 'host',
  consequence: 'Who controls it, or what breaks it, takes both.',
  remedy: 'Keep a backup on another machine, under credentials that this one does not hold.',
} as const;

export const sharedHost: Check = {
  meta: {
    id: 'shared-host',
    title: 'The backup is on another host than the primary',
    failTitle: 'The backup and the primary share a host',
    severity: 'error',
    category: 'independence',
    rationale:
      'Whatever runs on a host as its administrator reaches every disk that is attached to it: a wrong command, ransomware, a broken power supply, a lost server. A second disk in the same machine is no other place.',
    remediation: 'Keep a backup on another machine, fetched by that machine.',
    whenToWaive: 'Where another backup covers the loss of the host; firebreak then calls this a warning by itself.',
    references: ['NIST SP 800-53 CP-6(1)', 'NIST SP 800-53 CP-9(3)'],
    examples: [
      { title: 'the two are on different hosts', verdict: 'pass', given: {} },
      {
        title: 'the two are on one host',
        verdict: 'fail',
        given: {
          relations: [{ domain: 'host', relation: 'shared', basis: 'observed', because: ['both are on one host'] }],
        },
      },
      {
        title: 'it cannot be told',
        verdict: 'unknown',
        given: {
          relations: [{ domain: 'host', relation: 'unknown', basis: null, because: ['the host was not seen'] }],
        },
      },
    ],
  },
  judgeBackup: (subject) => judgeSharedDomain(subject, 'host', WORDS),
};
