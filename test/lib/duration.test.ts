import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/lib/duration.ts';

describe('a duration', () => {
  it.each([
    ['26h', 93_600_000],
    ['8d', 691_200_000],
    ['1d 12h', 129_600_000],
    ['1d12h', 129_600_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['2w', 1_209_600_000],
    [' 5 m ', 300_000],
  ])('is read from %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', ' ', '26', 'h', '26 hours', '-1h', '1h!', '1y', '1e3s', 'soon'])('is not read from %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, '0ms'],
    [999, '999ms'],
    [45_000, '45s'],
    [93_600_000, '26h'],
    [129_600_000, '36h'],
    [172_800_000, '2d'],
    [273_600_000, '3d 4h'],
    [730 * 86_400_000, '2y'],
  ])('is told as people say it: %i', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('is never told longer than it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 700 * 86_400_000 }), (ms) => {
        const told = parseDuration(formatDuration(ms));

        expect(told).toBeLessThanOrEqual(ms);
        expect(told).toBeGreaterThan(ms * 0.5);
      }),
    );
  });
});
