import { DOMAIN_NAMES, type DomainName, type DomainSet } from '../../src/model/domain.ts';
import type { CopyEvidence, CopyFacts } from '../../src/model/evidence.ts';
import { type Fact, observed, unknown } from '../../src/model/fact.ts';

/** What a test says of a copy; every other fact is unsupported. */
export interface CopySketch {
  readonly id?: string;
  readonly placement?: CopyEvidence['placement'];
  readonly claims?: CopyEvidence['claims'];
  readonly domains?: { readonly [D in DomainName]?: Fact<DomainSet> };
}

export function copyWith(sketch: CopySketch): CopyEvidence {
  const id = sketch.id ?? 'backup';
  return {
    id,
    role: id === 'primary' ? 'primary' : 'backup',
    url: `/${id}`,
    adapter: 'local',
    layout: 'mirror',
    accidental: false,
    status: 'listed',
    listing: null,
    newestModifiedAtMs: null,
    placement: sketch.placement ?? 'apart',
    claims: sketch.claims ?? {},
    facts: factsWith(sketch.domains ?? {}),
  };
}

export function factsWith(domains: { readonly [D in DomainName]?: Fact<DomainSet> }): CopyFacts {
  const silent = unknown('unsupported', 'this store cannot tell');
  const all = DOMAIN_NAMES.map((domain) => [domain, domains[domain] ?? silent] as const);
  return {
    domains: Object.fromEntries(all) as CopyFacts['domains'],
    filesystem: silent,
    destroyers: silent,
    owner: silent,
    protections: silent,
  };
}

export function seen(...ids: readonly string[]): Fact<DomainSet> {
  return observed({ values: ids.map((id) => ({ id })), completeness: 'complete' }, 'a test');
}

export function seenInPart(...ids: readonly string[]): Fact<DomainSet> {
  return observed({ values: ids.map((id) => ({ id })), completeness: 'partial' }, 'a test');
}

export function hinted(...ids: readonly string[]): Fact<DomainSet> {
  return observed({ values: ids.map((id) => ({ id })), completeness: 'complete' }, 'a test', 'weak');
}

export function denied(): Fact<DomainSet> {
  return unknown('denied', 'the server refused it', 'read access to /sys');
}
