import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLacks } from '../../src/freshness/judge-lacks.ts';
import { LACK_CLASSES } from '../../src/model/comparison.ts';
import { comparisonOf, DAY, HOUR, type Lack, MINUTE, NOW, YEAR } from '../support/evidence.ts';

const RPO = 26 * HOUR;
const LAST_NIGHT = [{ kind: 'same-entry', atMs: NOW - 7 * HOUR }] as const;

/** How many entries each verdict has for certain, where bounds agree. */
function verdictsOf(
  lacks: readonly Lack[],
  currency: Parameters<typeof comparisonOf>[0] = {},
  rpoMs = RPO,
  nowMs = NOW,
) {
  const judged = judgeLacks(comparisonOf({ lacks, ...currency }), nowMs, rpoMs);
  const counts = (['pending', 'outdated', 'missing', 'undetermined', 'moved'] as const).map((name) => {
    expect(judged[name].atLeast).toEqual(judged[name].atMost);
    return [name, judged[name].atLeast.entries] as const;
  });
  return Object.fromEntries(counts.filter(([, entries]) => entries > 0));
}

describe('judge-lacks', () => {
  it('calls a file that was created an hour ago pending where the backup received something last night', () => {
    const created: Lack = { class: 'absent', lastPossibleChangeMs: NOW - HOUR };

    expect(verdictsOf([created], { currency: LAST_NIGHT })).toEqual({ pending: 1 });
  });

  it('calls the same file undetermined where nothing in the backup is younger than a year', () => {
    const created: Lack = { class: 'absent', lastPossibleChangeMs: NOW - HOUR };

    const stale = { currency: [{ kind: 'same-entry', atMs: NOW - YEAR }] as const };

    expect(verdictsOf([created])).toEqual({ undetermined: 1 });
    expect(verdictsOf([created], stale)).toEqual({ undetermined: 1 });
  });

  it('never calls a database that is written every minute pending where the backup stopped a year ago', () => {
    const database: Lack = { class: 'older', lastPossibleChangeMs: NOW - MINUTE, heldMs: NOW - YEAR };

    const withFreshNeighbours = { currency: LAST_NIGHT };
    const withHeartbeat = { currency: [{ kind: 'heartbeat', atMs: NOW - 7 * HOUR }] as const };

    expect(verdictsOf([database])).toEqual({ undetermined: 1 });
    expect(verdictsOf([database], withFreshNeighbours)).toEqual({ undetermined: 1 });
    expect(verdictsOf([database], withHeartbeat)).toEqual({ pending: 1 });
  });

  it('calls it outdated from the third nightly run on, the first that is one RPO later than the one that first saw it', () => {
    const nights = [0, 1, 2].map((night) => {
      const nowMs = NOW + night * DAY;
      const lack: Lack = { class: 'older', lastPossibleChangeMs: nowMs - MINUTE, lackSinceMs: NOW, heldMs: NOW - YEAR };
      return verdictsOf([lack], {}, RPO, nowMs);
    });

    expect(nights).toEqual([{ undetermined: 1 }, { undetermined: 1 }, { outdated: 1 }]);
  });

  it('calls a file that was never backed up missing although a nightly chown moves its change time', () => {
    const nights = [0, 1, 2].map((night) => {
      const nowMs = NOW + night * DAY;
      return verdictsOf([{ class: 'absent', lastPossibleChangeMs: nowMs - HOUR, lackSinceMs: NOW }], {}, RPO, nowMs);
    });

    expect(nights).toEqual([{ undetermined: 1 }, { undetermined: 1 }, { missing: 1 }]);
  });

  it('does not call a file of a restored server missing before one RPO is over', () => {
    const restored: Lack = {
      class: 'absent',
      lastPossibleChangeMs: NOW - 3 * HOUR,
      earliestPossibleChangeMs: NOW - YEAR,
    };

    expect(verdictsOf([restored], { currency: LAST_NIGHT })).toEqual({ pending: 1 });
  });

  it('calls a move of an hour ago pending, and one of eleven months ago missing and moved', () => {
    const fresh: Lack = { class: 'moved', lastPossibleChangeMs: NOW - HOUR };
    const old: Lack = { class: 'moved', lastPossibleChangeMs: NOW - 330 * DAY };

    expect(verdictsOf([fresh], { currency: LAST_NIGHT })).toEqual({ pending: 1 });
    expect(verdictsOf([old], { currency: [{ kind: 'same-entry', atMs: NOW - YEAR }] })).toEqual({
      missing: 1,
      moved: 1,
    });
  });

  it('calls an old difference outdated, a newer backup included', () => {
    expect(verdictsOf([{ class: 'differs', lastPossibleChangeMs: NOW - 3 * DAY, heldMs: NOW - DAY }])).toEqual({
      outdated: 1,
    });
  });

  it('gives bounds where the RPO falls between the extremes of one cell', () => {
    const lacks: Lack[] = [25, 27].map((hours) => ({ class: 'absent', lastPossibleChangeMs: NOW - hours * HOUR }));

    const judged = judgeLacks(comparisonOf({ lacks }), NOW, RPO);

    expect(judged.missing.atLeast.entries).toBe(1);
    expect(judged.missing.atMost.entries).toBe(2);
    expect(judged.missing.samples).toHaveLength(1);
  });

  it('shows the oldest overdue entries first', () => {
    const lacks: Lack[] = [3, 9, 5].map((days) => ({
      class: 'absent',
      path: `${days}`,
      lastPossibleChangeMs: NOW - days * DAY,
    }));

    const judged = judgeLacks(comparisonOf({ lacks }), NOW, RPO);

    expect(judged.missing.samples.map((sample) => sample.path.text)).toEqual(['9', '5', '3']);
  });
});

const lack = fc.record({
  class: fc.constantFrom(...LACK_CLASSES),
  lastPossibleChangeMs: fc.integer({ min: NOW - 3 * YEAR, max: NOW }),
  lackSinceMs: fc.integer({ min: NOW - 30 * DAY, max: NOW }),
  heldMs: fc.option(fc.integer({ min: NOW - 3 * YEAR, max: NOW }), { nil: undefined }),
});

describe('judge-lacks, for all lacks', () => {
  it('puts every lack somewhere: certain counts stay below the whole, possible ones reach it', () => {
    fc.assert(
      fc.property(fc.array(lack, { maxLength: 30 }), fc.integer({ min: HOUR, max: 40 * DAY }), (lacks, rpoMs) => {
        const { moved: _, ...judged } = judgeLacks(comparisonOf({ lacks, currency: LAST_NIGHT }), NOW, rpoMs);

        const sum = (side: 'atLeast' | 'atMost') =>
          Object.values(judged).reduce((total, tally) => total + tally[side].entries, 0);

        expect(sum('atLeast')).toBeLessThanOrEqual(lacks.length);
        expect(sum('atMost')).toBeGreaterThanOrEqual(lacks.length);
      }),
    );
  });

  it('never makes more overdue by a longer RPO', () => {
    fc.assert(
      fc.property(fc.array(lack, { maxLength: 30 }), fc.integer({ min: HOUR, max: 40 * DAY }), (lacks, rpoMs) => {
        const comparison = comparisonOf({ lacks });

        const short = judgeLacks(comparison, NOW, rpoMs);
        const long = judgeLacks(comparison, NOW, rpoMs * 2);

        for (const name of ['missing', 'outdated'] as const) {
          expect(long[name].atMost.entries).toBeLessThanOrEqual(short[name].atMost.entries);
        }
      }),
    );
  });

  it('counts between its bounds what counting one by one gives', () => {
    fc.assert(
      fc.property(fc.array(lack, { maxLength: 30 }), fc.integer({ min: HOUR, max: 40 * DAY }), (lacks, rpoMs) => {
        const overdue = lacks.filter((one) => Math.min(one.lastPossibleChangeMs, one.lackSinceMs) < NOW - rpoMs);

        const { missing, outdated } = judgeLacks(comparisonOf({ lacks }), NOW, rpoMs);

        expect(missing.atLeast.entries + outdated.atLeast.entries).toBeLessThanOrEqual(overdue.length);
        expect(missing.atMost.entries + outdated.atMost.entries).toBeGreaterThanOrEqual(overdue.length);
        expect(missing.atLeast.entries + outdated.atLeast.entries > 0).toBe(overdue.length > 0);
      }),
    );
  });
});
