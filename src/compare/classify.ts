import type { EntryClass } from '../model/comparison.ts';
import type { Side } from './record.ts';
import { isSameTime } from './times.ts';

/** What a pair is judged by beside its two sides. */
export interface PairTimes {
  /** The time of collection; later times are not believed. */
  readonly collectedAtMs: number;
  readonly precisionMs: number;
  readonly zoneShiftHours: number;
}

const HOUR_MS = 3_600_000;

/**
 * The class of a pair whose content is not proved equal: it differs (`x`) or nothing proves it (`u`).
 *
 * A copy of equal modification time claims to be this version, so a difference is a conflict. A copy that was last
 * written before the primary was is older. A POSIX change time never makes a copy older or newer by itself: a
 * `chown -R` moves it; it only stands in where a modification time lies in the future.
 */
export function classOfPair(own: Side, other: Side, result: 'x' | 'u', times: PairTimes): EntryClass {
  if (isSameTime(own.m, other.m, times.precisionMs, times.zoneShiftHours))
    return result === 'x' ? 'conflict' : 'unverified';
  const ownMs = believedTime(own, times.collectedAtMs, 0);
  const otherMs = believedTime(other, times.collectedAtMs, times.zoneShiftHours);
  if (otherMs < ownMs) return 'older';
  return result === 'x' ? 'differs' : 'unverified';
}

/** When this version was written: its modification time, or its change time where that lies in the future. */
export function believedTime(side: Side, collectedAtMs: number, zoneShiftHours: number): number {
  const modified = side.m - zoneShiftHours * HOUR_MS;
  return modified <= collectedAtMs ? modified : Math.min(side.c, collectedAtMs);
}

/** The latest time at which the primary's side may have changed or come to this name; undefined where no time can be believed. */
export function lastPossibleChangeOf(own: Side, above: number, collectedAtMs: number): number | undefined {
  const believed = [own.m, own.c, above].filter((atMs) => atMs > 0 && atMs <= collectedAtMs);
  return believed.length === 0 ? undefined : Math.max(...believed);
}

/** The earliest time at which the change that the copy lacks may have happened. */
export function earliestPossibleChangeOf(
  entryClass: EntryClass,
  own: Side,
  other: Side | null,
  times: PairTimes,
): number | null {
  const atMs =
    entryClass === 'older' && other !== null
      ? believedTime(other, times.collectedAtMs, times.zoneShiftHours)
      : believedTime(own, times.collectedAtMs, 0);
  return atMs > 0 ? atMs : null;
}

/** What tells one version at the copy from another, for `lackSince`. */
export function versionAtCopy(other: Side | null): string {
  return other === null ? '-' : `${other.k}${other.size}@${other.m}${other.link === undefined ? '' : ` ${other.link}`}`;
}
