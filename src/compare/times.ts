import type { CopyPartial, PairPartial } from './partial.ts';

const SECOND_MS = 1_000;
const TWO_SECONDS_MS = 2_000;
/** Below this many times, all of them even is chance. */
const ENOUGH_EVEN = 16;
/** Below this many pairs, a common shift is chance. */
const ENOUGH_SHIFTED = 3;
const UNIFORM_SHARE = 0.99;
const HOUR_MS = 3_600_000;
/** Two readings of one nanosecond time differ by less than this once they are floating-point milliseconds. */
const EXACT_MS = 0.002;

/** The step in which a copy keeps modification times: what its store promises, or coarser where every time shows it. */
export function precisionOf(
  copy: Pick<CopyPartial, 'times' | 'wholeSeconds' | 'evenSeconds'>,
  promisedMs: number,
): number {
  if (copy.times >= ENOUGH_EVEN && copy.evenSeconds === copy.times) return Math.max(promisedMs, TWO_SECONDS_MS);
  if (copy.times > 0 && copy.wholeSeconds === copy.times) return Math.max(promisedMs, SECOND_MS);
  return promisedMs;
}

/** The whole hours by which a backup's times are shifted against the primary's; 0 unless practically all of them are. */
export function zoneShiftOf(pair: Pick<PairPartial, 'pairs' | 'shifts'>): number {
  for (const [key, shift] of Object.entries(pair.shifts)) {
    const hours = Number(key);
    if (hours === 0 || !Number.isFinite(hours) || shift.pairs < ENOUGH_SHIFTED) continue;
    if (shift.pairs >= pair.pairs * UNIFORM_SHARE) return hours;
  }
  return 0;
}

/**
 * Whether two modification times are one, at the coarser precision. A time on a whole second was probably cut to it,
 * so its other half may lie anywhere within that second.
 */
export function isSameTime(ownMs: number, otherMs: number, precisionMs: number, zoneShiftHours: number): boolean {
  const shifted = otherMs - zoneShiftHours * HOUR_MS;
  const distance = Math.abs(ownMs - shifted);
  if (distance <= EXACT_MS) return true;
  if (distance < precisionMs) return true;
  return distance < SECOND_MS && (ownMs % SECOND_MS === 0) !== (otherMs % SECOND_MS === 0) && isCut(ownMs, shifted);
}

/** Whether one of two times is the other without its fraction of a second. */
function isCut(a: number, b: number): boolean {
  return Math.floor(a / SECOND_MS) === Math.floor(b / SECOND_MS) && (a % SECOND_MS === 0 || b % SECOND_MS === 0);
}
