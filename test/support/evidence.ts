import { createAccumulator, type LackTimes } from '../../src/compare/accumulate.ts';
import type { FinalRecord } from '../../src/compare/final.ts';
import type { Side } from '../../src/compare/record.ts';
import type { Comparison, CurrencyProof, LackClass } from '../../src/model/comparison.ts';
import { DOMAIN_NAMES } from '../../src/model/domain.ts';
import type { CopyEvidence, CopyFacts, DatasetEvidence, Evidence } from '../../src/model/evidence.ts';
import { digestEvidence } from '../../src/model/evidence-digest.ts';
import { observed, unknown } from '../../src/model/fact.ts';
import { DEFAULT_EXPECTATIONS, type Expectations, type Policy } from '../../src/model/policy.ts';

/** The `now` of all evidence made here: 2026-11-24, 09:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 9);
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const YEAR = 365 * DAY;

export interface Lack extends Partial<LackTimes> {
  readonly class: LackClass;
  readonly path?: string;
  readonly bytes?: number;
}

/** A comparison with so many equal entries, and the given lacks. What is not given is empty. */
export function comparisonOf(
  parts: Partial<Comparison> & { readonly lacks?: readonly Lack[]; readonly currency?: readonly CurrencyProof[] } = {},
): Comparison {
  const { lacks = [], ...rest } = parts;
  const sums = createAccumulator(NOW);
  for (const [index, lack] of lacks.entries()) sums.addLack(lack.class, recordOf(lack, index), lackTimesOf(lack));
  const same = rest.same ?? { entries: 1_000, bytes: 1_000_000, samples: [] };
  return {
    same,
    unverified: sums.plain('unverified'),
    absent: sums.lacks('absent'),
    older: sums.lacks('older'),
    differs: sums.lacks('differs'),
    moved: sums.lacks('moved'),
    conflict: sums.conflict(),
    extra: sums.plain('extra'),
    notRepresentable: sums.plain('notRepresentable'),
    sameBy: same.entries === 0 ? {} : { read: { entries: same.entries, bytes: same.bytes } },
    notCompared: { entries: 0, bytes: 0 },
    inFlight: sums.plain('inFlight'),
    linked: { entries: 0, bytes: 0, samples: [] },
    nameForm: sums.plain('nameForm'),
    precisionMs: 0.001,
    zoneShiftHours: 0,
    currency: [],
    previousRunAtMs: null,
    ...rest,
  };
}

function recordOf(lack: Lack, index: number): FinalRecord {
  const side: Side = { k: 'f', size: lack.bytes ?? 100, m: NOW - DAY, c: NOW - DAY, id: `1:${index}` };
  return {
    path: lack.path ?? `file-${index}`,
    backup: 0,
    class: lack.class,
    own: side,
    other: lack.class === 'absent' ? null : side,
    above: 0,
    inFlight: false,
    nameForm: false,
    isCounted: false,
    ...(lack.class === 'moved' ? { heldAs: `old/${lack.path ?? index}` } : {}),
  };
}

function lackTimesOf(lack: Lack): LackTimes {
  return {
    lastPossibleChangeMs: lack.lastPossibleChangeMs,
    lackSinceMs: lack.lackSinceMs ?? NOW,
    heldMs: lack.heldMs,
    earliestPossibleChangeMs: lack.earliestPossibleChangeMs ?? lack.lastPossibleChangeMs ?? null,
  };
}

/** Facts of which none was collected, but for those given. */
export function factsOf(
  facts: Partial<Omit<CopyFacts, 'domains'>> & { readonly domains?: Partial<CopyFacts['domains']> } = {},
): CopyFacts {
  const none = unknown('unsupported', 'nobody looked');
  const domains = Object.fromEntries(DOMAIN_NAMES.map((name) => [name, none])) as CopyFacts['domains'];
  return {
    filesystem: none,
    destroyers: none,
    owner: none,
    protections: none,
    ...facts,
    domains: { ...domains, ...facts.domains },
  };
}

/** One observed value of a domain. */
export function domainOf(id: string) {
  return observed({ values: [{ id }], completeness: 'complete' as const }, 'test');
}

export function copyOf(copy: Partial<CopyEvidence> & { readonly id: string }): CopyEvidence {
  const role = copy.id === 'primary' ? 'primary' : 'backup';
  return {
    role,
    url: `/srv/${copy.id}`,
    adapter: 'local',
    layout: 'mirror',
    accidental: false,
    status: 'listed',
    listing: { entries: 1_000, bytes: 1_000_000 },
    newestModifiedAtMs: NOW - HOUR,
    placement: role === 'primary' ? 'unknown' : 'apart',
    claims: {},
    facts: factsOf(),
    ...copy,
  };
}

/** A primary and backups, each with its comparison. */
export function datasetOf(
  backups: readonly {
    readonly copy?: Partial<CopyEvidence>;
    readonly comparison?: Comparison | null;
    readonly missingBecause?: string;
  }[],
  primary: Partial<CopyEvidence> = {},
  id = 'website',
): DatasetEvidence {
  const copies = backups.map(({ copy }, index) => copyOf({ id: `backup-${index + 1}`, ...copy }));
  return {
    id,
    copies: [copyOf({ id: 'primary', ...primary }), ...copies],
    comparisons: backups.map(({ comparison, missingBecause }, index) => ({
      backup: copies[index]?.id ?? '',
      comparison: comparison === undefined ? comparisonOf() : comparison,
      ...(missingBecause === undefined ? {} : { missingBecause }),
    })),
    exclude: [],
  };
}

export function evidenceOf(datasets: readonly DatasetEvidence[], rest: Partial<Evidence> = {}): Evidence {
  const evidence = {
    schemaVersion: '0.1',
    tool: { name: 'firebreak', version: '0.0.0' },
    collectedAtMs: NOW,
    finishedAtMs: NOW + 2_000,
    complete: true,
    datasets,
    problems: [],
    ...rest,
  } as const;
  return { ...evidence, digest: digestEvidence(evidence) };
}

export function policyOf(expect: Partial<Expectations> = {}, rest: Partial<Policy> = {}): Policy {
  return {
    judgedAtMs: NOW,
    defaults: { ...DEFAULT_EXPECTATIONS, ...expect },
    datasets: {},
    waivers: [],
    failOn: 'error',
    ...rest,
  };
}
