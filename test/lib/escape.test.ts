import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHidden } from '../../src/lib/escape.ts';

describe('escape', () => {
  it.each([
    ['\x1b[2J', '\\x1b[2J'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\x7f\x9b', '\\x7f\\x9b'],
    ['txt.\u202eexe', 'txt.\\u{202e}exe'],
    ['a\u200bb', 'a\\u{200b}b'],
    ['half \ud83d', 'half \\u{d83d}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['line\u2028two', 'line\\u{2028}two'],
    ['\u3164', '\\u{3164}'],
  ])('shows %j as %s', (text, shown) => {
    expect(escapeHidden(text)).toBe(shown);
  });

  it.each(['plain name.txt', '顧客データ/見積書.xlsx', 'e\u0301te\u0301', '\u{1f525}', 'back\\slash', ''])(
    'leaves %j as it is',
    (text) => {
      expect(escapeHidden(text)).toBe(text);
    },
  );

  it('lets nothing through that a terminal would obey, and escapes nothing twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHidden(text);

        expect(escaped).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(escapeHidden(escaped)).toBe(escaped);
      }),
    );
  });
});
