import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  believedTime,
  classOfPair,
  earliestPossibleChangeOf,
  lastPossibleChangeOf,
  versionAtCopy,
} from '../../src/compare/classify.ts';
import type { Side } from '../../src/compare/record.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const HOUR = 3_600_000;
const TIMES = { collectedAtMs: NOW, precisionMs: 0.001, zoneShiftHours: 0 };

function sideOf(side: Partial<Side> = {}): Side {
  return { k: 'f', size: 10, m: NOW - 10 * HOUR, c: NOW - 10 * HOUR, id: '1:1', ...side };
}

describe('a pair that differs', () => {
  it.each([
    ['in conflict under an equal time', sideOf(), 'conflict'],
    ['older where the copy was last written before', sideOf({ m: NOW - 20 * HOUR }), 'older'],
    ['different where the copy was last written after', sideOf({ m: NOW - HOUR }), 'differs'],
  ])('is %s', (_name, other, expected) => {
    expect(classOfPair(sideOf(), other, 'x', TIMES)).toBe(expected);
  });

  it('is judged by change times where its times lie in the future', () => {
    const own = sideOf({ m: NOW + 9_000 * HOUR, c: NOW - HOUR });

    expect(classOfPair(own, sideOf({ m: NOW - 20 * HOUR }), 'x', TIMES)).toBe('older');
  });
});

describe('a pair without proof', () => {
  it.each([
    ['unverified under an equal time', sideOf(), 'unverified'],
    ['older, not unverified, where the copy was last written before', sideOf({ m: NOW - 20 * HOUR }), 'older'],
    ['unverified where the copy was last written after', sideOf({ m: NOW - HOUR }), 'unverified'],
  ])('is %s', (_name, other, expected) => {
    expect(classOfPair(sideOf(), other, 'u', TIMES)).toBe(expected);
  });
});

describe('every pair', () => {
  const side = fc.record({
    k: fc.constantFrom('f' as const, 'd' as const, 'l' as const),
    size: fc.nat(),
    m: fc.integer({ min: -1, max: 2 * NOW }),
    c: fc.integer({ min: 0, max: NOW }),
    id: fc.constant('1:1'),
  });

  it('without proved content is in one class that is not `same`, and a change time alone changes none that is believed', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom('x' as const, 'u' as const), fc.nat(NOW), (own, other, result, moved) => {
        const found = classOfPair(own, other, result, TIMES);

        const allowed = result === 'x' ? ['conflict', 'older', 'differs'] : ['unverified', 'older'];
        expect(allowed).toContain(found);
        if (own.m <= NOW && other.m <= NOW) {
          expect(classOfPair({ ...own, c: moved }, { ...other, c: NOW - moved }, result, TIMES)).toBe(found);
        }
      }),
    );
  });
});

describe('the bounds of a lack', () => {
  it('end with the latest of modification, change and directories, as far as they can be believed', () => {
    expect(lastPossibleChangeOf(sideOf({ c: NOW - 2 * HOUR }), NOW - HOUR, NOW)).toBe(NOW - HOUR);
    expect(lastPossibleChangeOf(sideOf({ m: NOW + HOUR, c: NOW - 2 * HOUR }), 0, NOW)).toBe(NOW - 2 * HOUR);
    expect(lastPossibleChangeOf(sideOf({ m: NOW + HOUR, c: NOW + HOUR }), 0, NOW)).toBeUndefined();
  });

  it('begin with the version that an older copy holds', () => {
    const other = sideOf({ m: NOW - 30 * HOUR });

    expect(earliestPossibleChangeOf('older', sideOf(), other, TIMES)).toBe(NOW - 30 * HOUR);
    expect(earliestPossibleChangeOf('absent', sideOf(), null, TIMES)).toBe(NOW - 10 * HOUR);
    expect(earliestPossibleChangeOf('absent', sideOf({ m: 0, c: NOW }), null, TIMES)).toBeNull();
  });

  it('take the zone of the copy out of its times', () => {
    expect(believedTime(sideOf(), NOW, 9)).toBe(NOW - 19 * HOUR);
  });

  it('belong to one version at the copy, told by kind, size, time and target', () => {
    const versions = [
      null,
      sideOf(),
      sideOf({ size: 11 }),
      sideOf({ m: NOW - HOUR }),
      sideOf({ k: 'l', link: 'a' }),
      sideOf({ k: 'l', link: 'b' }),
    ].map(versionAtCopy);

    expect(new Set(versions).size).toBe(versions.length);
    expect(versionAtCopy(sideOf({ c: NOW, id: '2:2' }))).toBe(versionAtCopy(sideOf()));
  });
});
