import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relateCopies } from '../../src/domains/relate.ts';
import { CLAIM_NAMES, type Claims } from '../../src/model/claim.ts';
import { DOMAIN_NAMES, type DomainName, type DomainSet } from '../../src/model/domain.ts';
import type { CopyEvidence } from '../../src/model/evidence.ts';
import { type Fact, type Unknown, unknown } from '../../src/model/fact.ts';
import { copyWith } from './copies.ts';

const REFUSALS = ['denied', 'unreachable', 'not-collected', 'failed'] as const;

/** A few ids of each domain, so that copies meet by chance. */
const IDS: { readonly [D in DomainName]: readonly string[] } = {
  volume: [
    'linux:volume/k1/8:1',
    'linux:volume/k1/8:2',
    'linux:tmpfs/k1/0:9',
    'linux:superblock/k1/0:5',
    'fs:uuid/u',
    'nfs:export/n:/a',
  ],
  medium: [
    'disk:wwid/a',
    'disk:wwid/b',
    'disk:raid/c',
    'linux:virtual-disk/k1/vda',
    'linux:virtual-disk/k1/vdb',
    'linux:ram/k1',
  ],
  host: ['linux:boot-id/k1', 'linux:boot-id/k2', 'net:host/n'],
  site: ['claim:site/x', 'claim:site/y'],
  operator: ['claim:operator/x', 'claim:operator/y'],
  account: ['aws:account/1', 'claim:account/x', 'claim:account/y', 'none'],
  credential: ['linux:boot-id/k1/uid/0', 'linux:boot-id/k1/uid/7', 'linux:boot-id/k1/uid/any', 'key:a', 'key:b'],
};

const refusal: fc.Arbitrary<Unknown> = fc.constantFrom(...REFUSALS).map((reason) => unknown(reason, 'refused'));

function fact(domain: DomainName): fc.Arbitrary<Fact<DomainSet>> {
  const known = fc.record({
    known: fc.constant(true as const),
    value: fc.record({
      values: fc.subarray([...IDS[domain]], { minLength: 1, maxLength: 2 }).map((ids) => ids.map((id) => ({ id }))),
      completeness: fc.constantFrom('complete' as const, 'complete' as const, 'partial' as const),
    }),
    basis: fc.constantFrom('observed' as const, 'observed' as const, 'inferred' as const, 'declared' as const),
    source: fc.constant('a test'),
    strength: fc.constantFrom('strong' as const, 'strong' as const, 'strong' as const, 'weak' as const),
  });
  return fc.oneof(known, known, refusal, fc.constant(unknown('unsupported', 'cannot tell')));
}

const claims: fc.Arbitrary<Claims> = fc.record(
  Object.fromEntries(CLAIM_NAMES.map((name) => [name, fc.constantFrom('a', 'b', 'none')])),
  { requiredKeys: [] },
);

function copy(id: string): fc.Arbitrary<CopyEvidence> {
  const facts = Object.fromEntries(DOMAIN_NAMES.map((domain) => [domain, fact(domain)]));
  return fc
    .record({ domains: fc.record(facts), claims })
    .map((sketch) => copyWith({ id, ...sketch } as Parameters<typeof copyWith>[0]));
}

const domainName = fc.constantFrom(...DOMAIN_NAMES);

function blanked(of: CopyEvidence, domain: DomainName, why: Unknown): CopyEvidence {
  const { [domain as keyof Claims]: _, ...others } = of.claims;
  return { ...of, claims: others, facts: { ...of.facts, domains: { ...of.facts.domains, [domain]: why } } };
}

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
