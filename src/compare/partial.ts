import type { Tally } from '../model/comparison.ts';
import { type ErrorKind, type Problem, SAMPLE_LIMIT } from '../model/errors.ts';
import { type BytePath, pathTextOf } from '../model/path.ts';

/** A sum that is still growing. */
export interface Sum {
  entries: number;
  bytes: number;
}

/** A sum with the first paths in byte order. */
export interface SampledSum extends Sum {
  paths: { path: BytePath; sizeBytes: number; modifiedAtMs: number }[];
}

/** The latest modification time that was seen, with its path. Ties go to the smaller path. */
export interface LatestTime {
  atMs: number;
  path: BytePath;
}

/** What ranges add up to for one copy as a listing. */
export interface CopyPartial {
  listing: Sum;
  newestModifiedAtMs: number;
  /** How many modification times were seen, and how many of them fell on whole, and on even, seconds. */
  times: number;
  wholeSeconds: number;
  evenSeconds: number;
}

/** Pairs whose times lie a whole number of hours apart, by that number. */
export type ShiftCounts = Record<number, { pairs: number; latest: LatestTime | null }>;

/** What ranges add up to for one backup. Only sums, extremes and firsts: any order of adding gives the same. */
export interface PairPartial {
  same: Sum;
  linked: SampledSum;
  notCompared: Sum;
  /** Pairs of equal content, and those of them whose times differ at all. */
  pairs: number;
  shifts: ShiftCounts;
}

/** One problem of one kind, operation and copy. */
export interface ProblemPartial {
  copy: number;
  kind: ErrorKind;
  operation: string;
  message: string;
  remedy: string;
  count: number;
  paths: BytePath[];
}

/** The mergeable result of comparing any part of a dataset. `merge` is associative and order-free. */
export interface Partial {
  copies: CopyPartial[];
  pairs: PairPartial[];
  problems: Record<string, ProblemPartial>;
}

export function emptyPartial(copyCount: number): Partial {
  return {
    copies: Array.from({ length: copyCount }, () => ({
      listing: { entries: 0, bytes: 0 },
      newestModifiedAtMs: Number.NEGATIVE_INFINITY,
      times: 0,
      wholeSeconds: 0,
      evenSeconds: 0,
    })),
    pairs: Array.from({ length: copyCount - 1 }, () => ({
      same: { entries: 0, bytes: 0 },
      linked: { entries: 0, bytes: 0, paths: [] },
      notCompared: { entries: 0, bytes: 0 },
      pairs: 0,
      shifts: {},
    })),
    problems: {},
  };
}

/** Adds `from` to `into`. */
export function mergePartial(into: Partial, from: Partial): void {
  from.copies.forEach((copy, index) => {
    const own = into.copies[index];
    if (own === undefined) throw new Error('partials of different copies');
    addSum(own.listing, copy.listing);
    own.newestModifiedAtMs = Math.max(own.newestModifiedAtMs, copy.newestModifiedAtMs);
    own.times += copy.times;
    own.wholeSeconds += copy.wholeSeconds;
    own.evenSeconds += copy.evenSeconds;
  });
  from.pairs.forEach((pair, index) => {
    const own = into.pairs[index];
    if (own === undefined) throw new Error('partials of different copies');
    addSum(own.same, pair.same);
    addSum(own.notCompared, pair.notCompared);
    addSum(own.linked, pair.linked);
    for (const sample of pair.linked.paths) keepFirst(own.linked.paths, sample);
    own.pairs += pair.pairs;
    for (const [hours, shift] of Object.entries(pair.shifts)) {
      const at = (own.shifts[Number(hours)] ??= { pairs: 0, latest: null });
      at.pairs += shift.pairs;
      at.latest = laterOf(at.latest, shift.latest);
    }
  });
  for (const problem of Object.values(from.problems)) {
    const own = problemIn(into, problem);
    own.count += problem.count;
    for (const path of problem.paths) keepFirstPath(own.paths, path);
  }
}

export function addSum(into: Sum, from: Tally): void {
  into.entries += from.entries;
  into.bytes += from.bytes;
}

export function countIn(sum: Sum, bytes: number): void {
  sum.entries++;
  sum.bytes += bytes;
}

/** Keeps the first {@link SAMPLE_LIMIT} by path. */
export function keepFirst<T extends { readonly path: BytePath }>(samples: T[], sample: T): void {
  if (samples.length >= SAMPLE_LIMIT && sample.path >= (samples[samples.length - 1] as T).path) return;
  let at = samples.length;
  while (at > 0 && (samples[at - 1] as T).path > sample.path) at--;
  samples.splice(at, 0, sample);
  if (samples.length > SAMPLE_LIMIT) samples.pop();
}

export function laterOf(a: LatestTime | null, b: LatestTime | null): LatestTime | null {
  if (a === null || b === null) return a ?? b;
  if (a.atMs !== b.atMs) return a.atMs > b.atMs ? a : b;
  return a.path <= b.path ? a : b;
}

/** Counts one more problem; of several messages of one kind the first in order stands for all. */
export function addProblem(
  partial: Partial,
  problem: Omit<ProblemPartial, 'count' | 'paths'>,
  path: BytePath | undefined,
): void {
  const own = problemIn(partial, problem);
  own.count++;
  if (path !== undefined) keepFirstPath(own.paths, path);
}

/** In the order of copy, kind and operation, whatever the order in which they came up. */
export function problemsOf(partial: Partial, dataset: string, copyIds: readonly string[]): readonly Problem[] {
  return Object.keys(partial.problems)
    .sort()
    .map((key) => {
      const { copy, kind, operation, message, remedy, count, paths } = partial.problems[key] as ProblemPartial;
      const id = copyIds[copy];
      return {
        dataset,
        ...(id === undefined ? {} : { copy: id }),
        kind,
        operation,
        message,
        remedy,
        count,
        samples: paths.map(pathTextOf),
      };
    });
}

function problemIn(partial: Partial, problem: Omit<ProblemPartial, 'count' | 'paths'>): ProblemPartial {
  const key = `${String(problem.copy).padStart(3, '0')} ${problem.kind} ${problem.operation}`;
  const { copy, kind, operation, message, remedy } = problem;
  const own = (partial.problems[key] ??= { copy, kind, operation, message, remedy, count: 0, paths: [] });
  // The same message whichever thread met the problem first.
  if (message < own.message) Object.assign(own, { message, remedy });
  return own;
}

function keepFirstPath(paths: BytePath[], path: BytePath): void {
  if (paths.length >= SAMPLE_LIMIT && path >= (paths[paths.length - 1] as BytePath)) return;
  let at = paths.length;
  while (at > 0 && (paths[at - 1] as BytePath) > path) at--;
  paths.splice(at, 0, path);
  if (paths.length > SAMPLE_LIMIT) paths.pop();
}
