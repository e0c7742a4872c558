import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceOf } from '../../../../src/adapters/local/facts/collect.ts';

describe('device numbers', () => {
  test('are taken apart as the C library packs them, large minors too', () => {
    expect(deviceOf(0x0801n)).toBe('8:1');
    expect(deviceOf(0xfe00n)).toBe('254:0');
    expect(deviceOf(0x100305n)).toBe('3:261');
  });

  test('keep every major and minor of the kernel', () => {
    const pack = (major: bigint, minor: bigint): bigint =>
      ((major & 0xfffn) << 8n) | ((major & ~0xfffn) << 32n) | (minor & 0xffn) | ((minor & ~0xffn) << 12n);

    fc.assert(
      fc.property(fc.bigInt(0n, 4095n), fc.bigInt(0n, 1_048_575n), (major, minor) => {
        expect(deviceOf(pack(major, minor))).toBe(`${major}:${minor}`);
      }),
    );
  });
});
