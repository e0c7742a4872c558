import { describe, expect, test } from 'vitest';
import { NAMESPACES, namespaceOf, provesDifferent } from '../../src/domains/namespaces.ts';

describe('namespaces', () => {
  test.each([
    ['linux:boot-id/a', 'linux:boot-id/b'],
    ['fs:uuid/a', 'fs:uuid/b'],
    ['linux:virtual-disk/boot/vda', 'linux:virtual-disk/boot/vdb'],
    ['linux:volume/boot-1/8:1', 'linux:volume/boot-2/8:2'],
    ['linux:superblock/boot/0:50', 'linux:superblock/boot/0:51'],
    ['disk:raid/naa.6a', 'disk:raid/naa.6b'],
    ['disk:lun/a', 'disk:wwid/b'],
    ['linux:ram/boot-1', 'linux:ram/boot-2'],
    ['claim:site/a', 'claim:host/b'],
    ['never:heard-of/a', 'never:heard-of/b'],
    ['disk:wwid/a', 'disk:wwid/a'],
  ])('prove nothing by the difference of %s and %s', (a, b) => {
    expect(provesDifferent(a, b)).toBe(false);
  });

  test.each([
    ['linux:volume/boot/8:1', 'linux:volume/boot/8:2'],
    ['linux:volume/boot/8:1', 'linux:tmpfs/boot/0:30'],
    ['disk:wwid/naa.5a', 'disk:wwid/naa.5b'],
    ['disk:wwid/naa.5a', 'disk:raid/naa.6b'],
    ['linux:ram/boot', 'linux:virtual-disk/boot/vda'],
    ['claim:site/a', 'claim:site/b'],
  ])('prove two things by %s and %s', (a, b) => {
    expect(provesDifferent(a, b)).toBe(true);
  });

  test('say the same in both directions, and name only each other', () => {
    for (const one of NAMESPACES) {
      for (const other of one.differsFrom) expect(namespaceOf(`${other}/x`).differsFrom).toContain(one.name);
      for (const other of one.differsWithinKernel) {
        expect(namespaceOf(`${other}/x`).differsWithinKernel).toContain(one.name);
      }
    }
  });

  test('are listed once each', () => {
    const names = NAMESPACES.map((one) => one.name);

    expect(new Set(names).size).toBe(names.length);
  });
});
