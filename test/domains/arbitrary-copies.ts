import fc from 'fast-check';
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

export const refusal: fc.Arbitrary<Unknown> = fc.constantFrom(...REFUSALS).map((reason) => unknown(reason, 'refused'));

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

/** Any copy whose ids meet those of others by chance. */
export function copy(id: string): fc.Arbitrary<CopyEvidence> {
  const facts = Object.fromEntries(DOMAIN_NAMES.map((domain) => [domain, fact(domain)]));
  return fc
    .record({ domains: fc.record(facts), claims })
    .map((sketch) => copyWith({ id, ...sketch } as Parameters<typeof copyWith>[0]));
}

export const domainName = fc.constantFrom(...DOMAIN_NAMES);

/** A copy of which nothing is known or claimed in one domain. */
export function blanked(of: CopyEvidence, domain: DomainName, why: Unknown): CopyEvidence {
  const { [domain as keyof Claims]: _, ...others } = of.claims;
  return { ...of, claims: others, facts: { ...of.facts, domains: { ...of.facts.domains, [domain]: why } } };
}
