import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, padEnd, padStart, splitAtWidth } from '../../src/lib/display-width.ts';

describe('display-width', () => {
  it.each([
    ['ファーストサーバ', 16],
    ['ﾌｧｰｽﾄ', 5],
    ['顧客a', 5],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['e\u0301', 1],
    ['か\u3099', 2],
    ['\u{1f525}', 2],
    ['\u{20000}', 2],
    ['é→…·─', 5],
    ['', 0],
  ])('counts %s as %d cells', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('pads by cells, not by characters', () => {
    expect(padEnd('顧客', 6)).toBe('顧客  ');
    expect(padStart('顧客', 6)).toBe('  顧客');
    expect(padEnd('顧客', 3)).toBe('顧客');
  });

  it('splits no wide character, and keeps a combining mark with its base', () => {
    expect(splitAtWidth('顧客客', 3)).toEqual(['顧', '客', '客']);
    expect(splitAtWidth('abe\u0301d', 3)).toEqual(['abe\u0301', 'd']);
  });

  it('splits into pieces that fit and that join to the whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const pieces = splitAtWidth(text, width);

        expect(pieces.join('')).toBe(text);
        expect(pieces.every((piece) => displayWidth(piece) <= width)).toBe(true);
      }),
    );
  });
});
