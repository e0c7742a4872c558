import { contradictedClaims, uncheckedClaims } from '../domains/contradictions.ts';
import type { DomainSet } from '../model/domain.ts';
import { observed, unknown } from '../model/fact.ts';
import { type Check, pass } from './define.ts';
import { quoted, unknownUnlessUnreached } from './wording.ts';

const BOOT_ID = 'linux:boot-id/0d6f3c1e-5a1b-4a7e-9c55-3f2c7a1d8b90';
const ONE_HOST = observed<DomainSet>(
  { values: [{ id: BOOT_ID }], completeness: 'complete' },
  '/proc/sys/kernel/random/boot_id',
);

export const claimContradicted: Check = {
  meta: {
    id: 'claim-contradicted',
    title: 'No claim about the backup is contradicted by what was seen',
    failTitle: 'A claim about the backup is contradicted by what was seen',
    severity: 'error',
    category: 'independence',
    rationale:
      'The brochure of Firstserver claimed an external backup server; in truth it was a second disk in the same chassis. Plans that rest on such a claim fail on the day when it matters.',
    remediation: 'Ask who made the claim, correct the configuration, and move the backup to where it was said to be.',
    whenToWaive: 'Never; correct the claim.',
    references: ['NIST SP 800-53 CP-6(1)'],
    examples: [
      { title: 'nothing is claimed', verdict: 'pass', given: {} },
      {
        title: 'the backup is claimed to be on another host, and both carry the boot id of one',
        verdict: 'fail',
        given: {
          primary: { claims: { host: 'web-1' } },
          backup: { claims: { host: 'backup-1' } },
          domains: { primary: { host: ONE_HOST }, backup: { host: ONE_HOST } },
        },
      },
      {
        title: 'another host is claimed, and the host of the backup may not be looked at',
        verdict: 'unknown',
        given: {
          primary: { claims: { host: 'web-1' } },
          backup: { claims: { host: 'backup-1' } },
          domains: { primary: { host: ONE_HOST }, backup: { host: unknown('denied', 'commands are forbidden') } },
        },
      },
    ],
  },
  judgeBackup(subject) {
    const { primary, backup } = subject;
    const id = quoted(backup.id);
    const contradicted = contradictedClaims(primary, backup);
    if (contradicted.length > 0) {
      const claims = contradicted.map(
        ({ claim, claimed }) => `${claim} \`${claimed.backup}\` (the primary: \`${claimed.primary}\`)`,
      );
      return {
        verdict: 'fail',
        message: `The claims about ${id} are not true: ${claims.join(', ')}. What was seen contradicts them.`,
        because: [...new Set(contradicted.flatMap(({ because }) => because))],
        remedy:
          'Ask who made the claim, correct it in the configuration, and move the backup to where it was said to be.',
      };
    }
    const unchecked = uncheckedClaims(primary, backup);
    if (unchecked.length === 0) return pass(`Nothing that was seen contradicts the claims about ${id}.`);
    return unknownUnlessUnreached(subject, {
      verdict: 'unknown',
      message: `Whether the claims about ${id} are true could not be checked: ${unchecked.map(({ claim }) => claim).join(', ')}.`,
      because: [...new Set(unchecked.flatMap(({ because }) => because))],
      remedy: `Provide what would tell: ${[...new Set(unchecked.flatMap(({ needs }) => needs ?? []))].join('; ') || 'access to the facts that were refused'}.`,
    });
  },
};
