import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytePathOf, bytePathOfText, pathTextOf, unicodeOf } from '../../src/model/path.ts';

const bytes = fc.uint8Array({ maxLength: 24 }).map((array) => Buffer.from(array).toString('latin1'));

describe('a path of bytes', () => {
  it('goes into JSON and back without loss, whatever its bytes', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        const carried: unknown = JSON.parse(JSON.stringify(pathTextOf(path)));

        expect(bytePathOfText(carried as ReturnType<typeof pathTextOf>)).toBe(path);
      }),
    );
  });

  it('carries its bytes in JSON only where it is no UTF-8', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        expect(pathTextOf(path).bytes === undefined).toBe(unicodeOf(path) !== undefined);
      }),
    );
  });

  it('is the UTF-8 of a text, and orders as its bytes do', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const order = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

        expect(unicodeOf(bytePathOf(a))).toBe(a);
        expect(bytePathOf(a) < bytePathOf(b) ? -1 : bytePathOf(a) > bytePathOf(b) ? 1 : 0).toBe(order);
      }),
    );
  });

  it('shows each stray byte, and what is valid beside it', () => {
    expect(pathTextOf('caf\xe9/\xe3\x82\xac')).toEqual({ text: 'caf\\xe9/ガ', bytes: '636166e92fe382ac' });
  });
});
