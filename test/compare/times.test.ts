import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameTime, precisionOf, zoneShiftOf } from '../../src/compare/times.ts';

const HOUR = 3_600_000;
const NOON = 1_700_000_000_000;

describe('the precision of a copy', () => {
  it('is what its store promises where times show nothing coarser', () => {
    expect(precisionOf({ times: 100, wholeSeconds: 3, evenSeconds: 2 }, 0.001)).toBe(0.001);
  });

  it('is a second where every time falls on one', () => {
    expect(precisionOf({ times: 5, wholeSeconds: 5, evenSeconds: 2 }, 0.001)).toBe(1_000);
  });

  it('is two seconds where many times are all even, and not where few are by chance', () => {
    expect(precisionOf({ times: 16, wholeSeconds: 16, evenSeconds: 16 }, 0.001)).toBe(2_000);
    expect(precisionOf({ times: 15, wholeSeconds: 15, evenSeconds: 15 }, 0.001)).toBe(1_000);
  });

  it('never becomes finer than promised', () => {
    expect(precisionOf({ times: 16, wholeSeconds: 16, evenSeconds: 16 }, 60_000)).toBe(60_000);
  });
});

describe('a zone', () => {
  const shifts = (hours: number, pairs: number) => ({ [hours]: { pairs, latest: null } });

  it('is a shift of whole hours that practically all pairs share', () => {
    expect(zoneShiftOf({ pairs: 100, shifts: shifts(9, 99) })).toBe(9);
    expect(zoneShiftOf({ pairs: 100, shifts: shifts(-5, 100) })).toBe(-5);
  });

  it('is not read from few pairs, nor from some among many', () => {
    expect(zoneShiftOf({ pairs: 2, shifts: shifts(9, 2) })).toBe(0);
    expect(zoneShiftOf({ pairs: 100, shifts: shifts(9, 98) })).toBe(0);
  });
});

describe('two times', () => {
  it('are one where they differ by less than the coarser precision', () => {
    expect(isSameTime(NOON + 999, NOON, 1_000, 0)).toBe(true);
    expect(isSameTime(NOON + 1_000, NOON, 1_000, 0)).toBe(false);
    expect(isSameTime(NOON + 1_999, NOON, 2_000, 0)).toBe(true);
  });

  it('are one where one of them was cut to its second, whatever the precision', () => {
    expect(isSameTime(NOON + 731.4, NOON, 0.001, 0)).toBe(true);
    expect(isSameTime(NOON + 731.4, NOON + 1_000, 0.001, 0)).toBe(false);
  });

  it('are not one where both carry fractions that differ', () => {
    expect(isSameTime(NOON + 731.4, NOON + 731.5, 0.001, 0)).toBe(false);
  });

  it('are compared after the zone was taken out', () => {
    expect(isSameTime(NOON, NOON + 9 * HOUR, 0.001, 9)).toBe(true);
    expect(isSameTime(NOON, NOON, 0.001, 9)).toBe(false);
  });

  it('are one whichever comes first, as long as there is no zone', () => {
    const time = fc.integer({ min: -4_000, max: 4_000 }).map((offset) => NOON + offset);
    fc.assert(
      fc.property(time, time, fc.constantFrom(0.001, 1_000, 2_000), (a, b, precision) => {
        expect(isSameTime(a, b, precision, 0)).toBe(isSameTime(b, a, precision, 0));
      }),
    );
  });
});
