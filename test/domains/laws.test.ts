import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relateCopies } from '../../src/domains/relate.ts';
import { DOMAIN_NAMES } from '../../src/model/domain.ts';
import type { CopyEvidence } from '../../src/model/evidence.ts';
import { blanked, copy, domainName, refusal } from './arbitrary-copies.ts';

function outcomes(a: CopyEvidence, b: CopyEvidence): readonly string[] {
  return relateCopies(a, b).map(({ domain, relation, basis }) => `${domain}: ${relation} (${basis})`);
}

describe('the laws of relations', () => {
  test('blanking what is known of a domain never makes two copies separate', () => {
    fc.assert(
      fc.property(
        copy('primary'),
        copy('backup'),
        domainName,
        refusal,
        fc.boolean(),
        (a, b, domain, why, isPrimary) => {
          const before = relateCopies(a, b);
          const after = isPrimary ? relateCopies(blanked(a, domain, why), b) : relateCopies(a, blanked(b, domain, why));

          for (const [at, { relation }] of after.entries()) {
            if (relation === 'separate') expect(before[at]).toMatchObject({ relation: 'separate' });
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('no claim turns an observed sharing into anything else', () => {
    fc.assert(
      fc.property(copy('primary'), copy('backup'), (a, b) => {
        const without = relateCopies({ ...a, claims: {} }, { ...b, claims: {} });
        const claimed = relateCopies(a, b);

        for (const [at, { relation, basis }] of without.entries()) {
          if (relation === 'shared' && basis !== 'declared')
            expect(claimed[at]).toMatchObject({ relation: 'shared', basis });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('two copies relate the same whichever comes first', () => {
    fc.assert(
      fc.property(copy('primary'), copy('backup'), (a, b) => {
        expect(outcomes(a, b)).toEqual(outcomes(b, a));
      }),
      { numRuns: 2_000 },
    );
  });

  test('other names for the same things change nothing', () => {
    fc.assert(
      fc.property(copy('primary'), copy('backup'), (a, b) => {
        expect(outcomes(renamed(a), renamed(b))).toEqual(outcomes(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  test('every unknown says what would settle it, and every answer on what it rests', () => {
    fc.assert(
      fc.property(copy('primary'), copy('backup'), (a, b) => {
        for (const { relation, basis, because, needs } of relateCopies(a, b)) {
          expect(because.length).toBeGreaterThan(0);
          expect(basis === null).toBe(relation === 'unknown');
          expect(needs !== undefined && needs !== '').toBe(relation === 'unknown');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Gives every kernel, disk and claim another name, and leaves namespaces, `none` and what `uid/any` means alone. */
function renamed(of: CopyEvidence): CopyEvidence {
  const rename = (id: string): string =>
    id.replace(
      /^([^/]+)\/([^/]+)(.*)$/,
      (_, space: string, first: string, rest: string) => `${space}/${first}-renamed${rest}`,
    );
  const domains = DOMAIN_NAMES.map((domain) => {
    const known = of.facts.domains[domain];
    if (!known.known) return [domain, known] as const;
    const values = known.value.values.map((value) => ({ id: rename(value.id) }));
    return [domain, { ...known, value: { ...known.value, values } }] as const;
  });
  const claimed = Object.entries(of.claims).map(([name, value]) => [
    name,
    value === 'none' ? value : `${value}-renamed`,
  ]);
  return {
    ...of,
    claims: Object.fromEntries(claimed),
    facts: { ...of.facts, domains: Object.fromEntries(domains) as CopyEvidence['facts']['domains'] },
  };
}
