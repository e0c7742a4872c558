import { type Comparison, LACK_CLASSES } from '../model/comparison.ts';
import type { AchievedRpo } from '../model/report.ts';
import { currentAtOf, wholeCopyCurrentAtOf } from './currency.ts';

/**
 * The age of the oldest change that the copy does not hold, between two bounds.
 *
 * At least as old as the oldest bound of a lack. At most as old as the earliest time at which a change that is lacking
 * may have happened; or, where the copy is known to be current at T and no lack is certainly older, as `now − T`. What
 * proves the copy current by another entry bounds no entry whose version at the copy is older than that.
 */
export function achievedRpoOf(comparison: Comparison, collectedAtMs: number): AchievedRpo {
  const lacks = LACK_CLASSES.map((lackClass) => comparison[lackClass]).filter(({ entries }) => entries > 0);
  const bounds = lacks.flatMap(({ cells }) => cells.map((cell) => cell.boundMinMs));
  const oldestBoundMs = bounds.length === 0 ? null : Math.min(...bounds);
  const atLeastMs = oldestBoundMs === null ? 0 : Math.max(0, collectedAtMs - oldestBoundMs);
  const unproven = comparison.unverified.entries + comparison.conflict.entries + comparison.notCompared.entries;
  if (lacks.length === 0 && unproven === 0) {
    return { atLeastMs: 0, atMostMs: 0, because: 'the copy holds everything that the primary has' };
  }
  const currentAtMs = currentAtOf(comparison);
  const sinceCurrentMs = currentAtMs === null ? null : Math.max(0, collectedAtMs - currentAtMs);
  const isContradicted = currentAtMs !== null && oldestBoundMs !== null && oldestBoundMs < currentAtMs;
  const isWhole = currentAtMs !== null && wholeCopyCurrentAtOf(comparison) === currentAtMs;
  const mayBeSkipped =
    !isWhole && lacks.some(({ cells }) => cells.some((cell) => isBefore(cell.heldMinMs, currentAtMs)));
  if (sinceCurrentMs !== null && !isContradicted && !mayBeSkipped) {
    return {
      atLeastMs,
      atMostMs: Math.max(atLeastMs, sinceCurrentMs),
      because: 'by when the copy is known to have been current',
    };
  }
  if (unproven > 0)
    return { atLeastMs, atMostMs: null, because: 'some entries are not proven, so any change to them may be lacking' };
  const earliest = lacks.map(({ earliestPossibleChangeMs }) => earliestPossibleChangeMs);
  if (earliest.includes(null))
    return { atLeastMs, atMostMs: null, because: 'a lacking entry has no time that can be believed' };
  const earliestMs = Math.min(...(earliest as number[]));
  return {
    atLeastMs,
    atMostMs: Math.max(atLeastMs, collectedAtMs - earliestMs),
    because: 'by the earliest time at which what is lacking may have changed',
  };
}

function isBefore(atMs: number | null, otherMs: number | null): boolean {
  return atMs !== null && otherMs !== null && atMs < otherMs;
}
