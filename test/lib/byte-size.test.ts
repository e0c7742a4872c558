import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../src/lib/byte-size.ts';

describe('byte-size', () => {
  it.each([
    [999_949, '1000 KB is never shown', '1.0 MB'],
    [999_499, 'rounds down within a unit', '999 KB'],
    [0, 'nothing', '0 B'],
    [999, 'the last bytes', '999 B'],
    [1_000, 'the first of a unit', '1.0 KB'],
    [9_950, 'the first without a decimal', '10 KB'],
    [812_345, 'hundreds', '812 KB'],
    [1_437_000_000, 'one decimal', '1.4 GB'],
    [1e21, 'more than the largest unit', '1000 EB'],
  ])('shows %d bytes (%s) as %s', (bytes, _why, shown) => {
    expect(formatBytes(bytes)).toBe(shown);
  });

  it('is never off by more than a twentieth', () => {
    const scale: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 };

    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const [number = '', unit = ''] = formatBytes(bytes).split(' ');

        expect(Math.abs(Number(number) * (scale[unit] ?? Number.NaN) - bytes) / bytes).toBeLessThanOrEqual(0.0501);
      }),
    );
  });
});
