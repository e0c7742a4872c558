import { describe, expect, it } from 'vitest';
import { achievedRpoOf } from '../../src/freshness/achieved-rpo.ts';
import { comparisonOf, DAY, HOUR, NOW, YEAR } from '../support/evidence.ts';

describe('achieved-rpo', () => {
  it('is zero where the copy holds everything, however old its newest file is', () => {
    expect(achievedRpoOf(comparisonOf(), NOW)).toMatchObject({ atLeastMs: 0, atMostMs: 0 });
  });

  it('lies at least as far back as the oldest change that is lacking', () => {
    const comparison = comparisonOf({
      lacks: [
        { class: 'absent', lastPossibleChangeMs: NOW - 7 * DAY, earliestPossibleChangeMs: NOW - 9 * DAY },
        { class: 'older', lastPossibleChangeMs: NOW - HOUR, earliestPossibleChangeMs: NOW - 2 * DAY },
      ],
    });

    expect(achievedRpoOf(comparison, NOW)).toMatchObject({ atLeastMs: 7 * DAY, atMostMs: 9 * DAY });
  });

  it('is bounded by when the copy was current, unless a lack is certainly older', () => {
    const currency = [{ kind: 'same-entry', atMs: NOW - 7 * HOUR }] as const;

    const fresh = comparisonOf({ currency, lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - HOUR }] });
    const skipped = comparisonOf({ currency, lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - 7 * DAY }] });

    expect(achievedRpoOf(fresh, NOW)).toMatchObject({ atLeastMs: HOUR, atMostMs: 7 * HOUR });
    expect(achievedRpoOf(skipped, NOW)).toMatchObject({ atLeastMs: 7 * DAY, atMostMs: 7 * DAY });
  });

  it('is not bounded by fresh neighbours of a file whose copy is a year old', () => {
    const lacks = [
      { class: 'older', lastPossibleChangeMs: NOW - HOUR, heldMs: NOW - YEAR, earliestPossibleChangeMs: NOW - YEAR },
    ] as const;

    const byNeighbour = comparisonOf({ lacks, currency: [{ kind: 'same-entry', atMs: NOW - 7 * HOUR }] });
    const byHeartbeat = comparisonOf({ lacks, currency: [{ kind: 'heartbeat', atMs: NOW - 7 * HOUR }] });

    expect(achievedRpoOf(byNeighbour, NOW)).toMatchObject({ atLeastMs: HOUR, atMostMs: YEAR });
    expect(achievedRpoOf(byHeartbeat, NOW)).toMatchObject({ atLeastMs: HOUR, atMostMs: 7 * HOUR });
  });

  it('has no upper bound where entries are unproven and nothing dates the copy', () => {
    const comparison = comparisonOf({ unverified: { entries: 1, bytes: 1, samples: [] } });

    expect(achievedRpoOf(comparison, NOW)).toMatchObject({ atLeastMs: 0, atMostMs: null });
  });
});
