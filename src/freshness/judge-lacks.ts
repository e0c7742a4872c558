import {
  type Comparison,
  LACK_CLASSES,
  type LackCell,
  type LackClass,
  type LackSample,
  type Tally,
} from '../model/comparison.ts';
import { SAMPLE_LIMIT } from '../model/errors.ts';
import type { JudgedTally } from '../model/report.ts';
import { currentAtOf, wholeCopyCurrentAtOf } from './currency.ts';

/** The lacks of a backup, each due, not due, or not to be told. */
export interface JudgedLacks {
  readonly pending: JudgedTally;
  readonly outdated: JudgedTally;
  readonly missing: JudgedTally;
  readonly undetermined: JudgedTally;
  /** The overdue ones among `missing` that the copy holds under another name. */
  readonly moved: JudgedTally;
}

type LackVerdict = 'overdue' | 'pending' | 'undetermined';

const OVERDUE_AS = { absent: 'missing', moved: 'missing', older: 'outdated', differs: 'outdated' } as const;

/**
 * Tells lacks that are due from those that a working backup would have too.
 *
 * Overdue is a lack whose bound lies before `now − rpo`. One that is not overdue is pending only where the copy is
 * proved current since `now − rpo`; and where the version that the copy holds is itself older than that, only where a
 * proof dates the copy as a whole, for a file that is skipped every night hides behind those that are not. Everything
 * else is undetermined.
 */
export function judgeLacks(
  comparison: Pick<Comparison, LackClass | 'currency'>,
  collectedAtMs: number,
  rpoMs: number,
): JudgedLacks {
  const dueMs = collectedAtMs - rpoMs;
  const isCurrent = isSince(currentAtOf(comparison), dueMs);
  const isWholeCurrent = isSince(wholeCopyCurrentAtOf(comparison), dueMs);
  const verdictOf = (boundMs: number, heldMs: number | null): LackVerdict => {
    if (boundMs < dueMs) return 'overdue';
    if (!isCurrent) return 'undetermined';
    return heldMs === null || heldMs >= dueMs || isWholeCurrent ? 'pending' : 'undetermined';
  };
  const tallies = {
    pending: emptyTally(),
    outdated: emptyTally(),
    missing: emptyTally(),
    undetermined: emptyTally(),
    moved: emptyTally(),
  };
  for (const lackClass of LACK_CLASSES) {
    const evidence = comparison[lackClass];
    const targetsOf = (verdict: LackVerdict) => {
      if (verdict !== 'overdue') return [tallies[verdict]];
      return lackClass === 'moved' ? [tallies.missing, tallies.moved] : [tallies[OVERDUE_AS[lackClass]]];
    };
    for (const cell of evidence.cells) {
      const verdicts = verdictsOf(cell, verdictOf);
      for (const verdict of verdicts) {
        const atLeast = verdicts.size === 1 ? cell : verdict === 'overdue' ? ONE_ENTRY : NO_ENTRY;
        for (const target of targetsOf(verdict)) addCell(target, cell, atLeast);
      }
    }
    for (const sample of samplesOf(evidence.oldest, evidence.newest)) {
      const boundMs = Math.min(sample.lastPossibleChangeMs ?? sample.lackSinceMs, sample.lackSinceMs);
      for (const target of targetsOf(verdictOf(boundMs, sample.heldMs ?? null))) target.samples.push(sample);
    }
  }
  for (const tally of Object.values(tallies)) tally.samples.splice(SAMPLE_LIMIT);
  return tallies;
}

/** Every verdict that an entry of a cell may have, going by the cell's exact extremes. */
function verdictsOf(
  cell: LackCell,
  verdictOf: (boundMs: number, heldMs: number | null) => LackVerdict,
): ReadonlySet<LackVerdict> {
  const bounds = [cell.boundMinMs, cell.boundMaxMs];
  const held = [cell.heldMinMs, cell.heldMaxMs];
  return new Set(bounds.flatMap((boundMs) => held.map((heldMs) => verdictOf(boundMs, heldMs))));
}

interface GrowingTally extends JudgedTally {
  readonly atLeast: { entries: number; bytes: number };
  readonly atMost: { entries: number; bytes: number };
  readonly samples: LackSample[];
}

function emptyTally(): GrowingTally {
  return { atLeast: { entries: 0, bytes: 0 }, atMost: { entries: 0, bytes: 0 }, samples: [] };
}

/** Extremes are real entries: where the smallest bound is overdue, at least its entry is. */
const ONE_ENTRY: Tally = { entries: 1, bytes: 0 };
const NO_ENTRY: Tally = { entries: 0, bytes: 0 };

/** A cell on both sides of a threshold counts as possible on each. */
function addCell(tally: GrowingTally, cell: LackCell, atLeast: Tally): void {
  tally.atMost.entries += cell.entries;
  tally.atMost.bytes += cell.bytes;
  tally.atLeast.entries += atLeast.entries;
  tally.atLeast.bytes += atLeast.bytes;
}

/** Oldest first, each once. */
function samplesOf(oldest: readonly LackSample[], newest: readonly LackSample[]): readonly LackSample[] {
  const seen = new Set(oldest.map((sample) => JSON.stringify(sample.path)));
  return [...oldest, ...newest.filter((sample) => !seen.has(JSON.stringify(sample.path))).reverse()];
}

function isSince(atMs: number | null, dueMs: number): boolean {
  return atMs !== null && atMs >= dueMs;
}
