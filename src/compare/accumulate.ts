import { ageBucketOf } from '../model/age-bucket.ts';
import {
  type Blame,
  type ConflictEvidence,
  type EntrySample,
  LACK_CLASSES,
  type LackCell,
  type LackClass,
  type LackEvidence,
  type LackSample,
  type SampledTally,
  type SideSample,
} from '../model/comparison.ts';
import { SAMPLE_LIMIT } from '../model/errors.ts';
import { type BytePath, pathTextOf } from '../model/path.ts';
import type { FinalRecord } from './final.ts';
import type { Sum } from './partial.ts';
import type { Side } from './record.ts';

/** The times of a lack as the evidence needs them; see `LackSample` for their meaning. */
export interface LackTimes {
  readonly lastPossibleChangeMs: number | undefined;
  readonly lackSinceMs: number;
  readonly heldMs: number | undefined;
  readonly earliestPossibleChangeMs: number | null;
}

/** Sums up one backup's entries into evidence of bounded size. Entries come in ascending order of their paths. */
export interface Accumulator {
  addPlain(kind: PlainClass, record: FinalRecord): void;
  addLack(kind: LackClass, record: FinalRecord, times: LackTimes): void;
  addConflict(record: FinalRecord): void;
  plain(kind: PlainClass): SampledTally;
  lacks(kind: LackClass): LackEvidence;
  conflict(): ConflictEvidence;
}

export const PLAIN_CLASSES = ['same', 'unverified', 'extra', 'notRepresentable', 'inFlight', 'nameForm'] as const;
export type PlainClass = (typeof PLAIN_CLASSES)[number];

interface SampledSum extends Sum {
  samples: EntrySample[];
}

interface LackSum extends Sum {
  cells: Map<string, { -readonly [K in keyof LackCell]: LackCell[K] }>;
  earliestMs: number;
  isEarliestUnknown: boolean;
  oldest: Ranked[];
  newest: Ranked[];
}

interface Ranked {
  readonly boundMs: number;
  readonly path: BytePath;
  readonly sample: LackSample;
}

export function createAccumulator(collectedAtMs: number): Accumulator {
  const plains = Object.fromEntries(PLAIN_CLASSES.map((kind) => [kind, emptySampled()])) as Record<
    PlainClass,
    SampledSum
  >;
  const lackSums = Object.fromEntries(LACK_CLASSES.map((kind) => [kind, emptyLack()])) as Record<LackClass, LackSum>;
  const conflicts = { ...emptySum(), samples: [] as ConflictEvidence['samples'][number][] };
  const byBlame: Record<Blame, Sum> = { backup: emptySum(), primary: emptySum(), unknown: emptySum() };

  function addPlain(kind: PlainClass, record: FinalRecord): void {
    const sum = plains[kind];
    add(sum, sizeOf(record));
    if (kind !== 'same' && sum.samples.length < SAMPLE_LIMIT) sum.samples.push(sampleOf(record));
  }

  function addLack(kind: LackClass, record: FinalRecord, times: LackTimes): void {
    const sum = lackSums[kind];
    const bytes = sizeOf(record);
    add(sum, bytes);
    const boundMs = Math.min(times.lastPossibleChangeMs ?? times.lackSinceMs, times.lackSinceMs);
    const heldMs = times.heldMs ?? null;
    const age = ageBucketOf(collectedAtMs - boundMs);
    const heldAge = heldMs === null ? -1 : ageBucketOf(collectedAtMs - heldMs);
    const key = `${age}:${heldAge}`;
    const cell = sum.cells.get(key);
    if (cell === undefined) {
      const extremes = { boundMinMs: boundMs, boundMaxMs: boundMs, heldMinMs: heldMs, heldMaxMs: heldMs };
      sum.cells.set(key, { age, heldAge, entries: 1, bytes, ...extremes });
    } else {
      add(cell, bytes);
      cell.boundMinMs = Math.min(cell.boundMinMs, boundMs);
      cell.boundMaxMs = Math.max(cell.boundMaxMs, boundMs);
      if (heldMs !== null) {
        cell.heldMinMs = Math.min(cell.heldMinMs ?? heldMs, heldMs);
        cell.heldMaxMs = Math.max(cell.heldMaxMs ?? heldMs, heldMs);
      }
    }
    if (times.earliestPossibleChangeMs === null) sum.isEarliestUnknown = true;
    else sum.earliestMs = Math.min(sum.earliestMs, times.earliestPossibleChangeMs);
    const sample = (): LackSample => ({
      ...sampleOf(record),
      lackSinceMs: times.lackSinceMs,
      ...(times.lastPossibleChangeMs === undefined ? {} : { lastPossibleChangeMs: times.lastPossibleChangeMs }),
      ...(times.heldMs === undefined ? {} : { heldMs: times.heldMs }),
      ...(record.heldAs === undefined ? {} : { heldAs: pathTextOf(record.heldAs) }),
    });
    keepRanked(sum.oldest, boundMs, record.path, sample, (a, b) => a - b);
    keepRanked(sum.newest, boundMs, record.path, sample, (a, b) => b - a);
  }

  function addConflict(record: FinalRecord): void {
    const blame = record.blame ?? 'unknown';
    add(conflicts, sizeOf(record));
    add(byBlame[blame], sizeOf(record));
    if (conflicts.samples.length >= SAMPLE_LIMIT) return;
    conflicts.samples.push({ ...sampleOf(record), blame, because: record.because ?? '' });
  }

  return {
    addPlain,
    addLack,
    addConflict,
    plain: (kind) => plains[kind],
    lacks: (kind) => lackEvidenceOf(lackSums[kind]),
    conflict: () => ({ ...conflicts, byBlame }),
  };
}

function lackEvidenceOf(sum: LackSum): LackEvidence {
  const cells = [...sum.cells.values()].sort((a, b) => a.age - b.age || a.heldAge - b.heldAge);
  return {
    entries: sum.entries,
    bytes: sum.bytes,
    cells,
    earliestPossibleChangeMs: sum.isEarliestUnknown || sum.entries === 0 ? null : sum.earliestMs,
    oldest: sum.oldest.map((ranked) => ranked.sample),
    newest: sum.newest.map((ranked) => ranked.sample),
  };
}

/** Keeps the first few by bound, ties by path; `sample` is made only for what is kept. */
function keepRanked(
  ranks: Ranked[],
  boundMs: number,
  path: BytePath,
  sample: () => LackSample,
  order: (a: number, b: number) => number,
): void {
  const isBefore = (other: Ranked) =>
    order(boundMs, other.boundMs) < 0 || (boundMs === other.boundMs && path < other.path);
  if (ranks.length >= SAMPLE_LIMIT && !isBefore(ranks[ranks.length - 1] as Ranked)) return;
  let at = ranks.length;
  while (at > 0 && isBefore(ranks[at - 1] as Ranked)) at--;
  ranks.splice(at, 0, { boundMs, path, sample: sample() });
  if (ranks.length > SAMPLE_LIMIT) ranks.pop();
}

export function sampleOf(record: Pick<FinalRecord, 'path' | 'own' | 'other'>): EntrySample {
  return {
    path: pathTextOf(record.path),
    ...(record.own === null ? {} : { primary: sideSampleOf(record.own) }),
    ...(record.other === null ? {} : { backup: sideSampleOf(record.other) }),
  };
}

function sideSampleOf(side: Side): SideSample {
  return { sizeBytes: side.size, ...(side.m > 0 ? { modifiedAtMs: side.m } : {}) };
}

function sizeOf(record: FinalRecord): number {
  return (record.own ?? record.other)?.size ?? 0;
}

function add(sum: Sum, bytes: number): void {
  sum.entries++;
  sum.bytes += bytes;
}

function emptySum(): Sum {
  return { entries: 0, bytes: 0 };
}

function emptySampled(): SampledSum {
  return { ...emptySum(), samples: [] };
}

function emptyLack(): LackSum {
  return {
    ...emptySum(),
    cells: new Map(),
    earliestMs: Number.POSITIVE_INFINITY,
    isEarliestUnknown: false,
    oldest: [],
    newest: [],
  };
}
