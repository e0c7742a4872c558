import { describe, expect, it } from 'vitest';
import { baseNameOf, directoryOf, foldName, shiftOf } from '../../src/compare/moves.ts';

describe('the shift of a move', () => {
  it('is the same for everything below a renamed directory', () => {
    const shifts = ['a.txt', 'deep/b.txt', 'deep/er/c'].map((name) => shiftOf(`old/${name}`, `new/${name}`));

    expect(new Set(shifts)).toEqual(new Set(['old\0new']));
  });

  it('keeps the parent apart from the directory that was renamed in it', () => {
    expect(shiftOf('x/old/a', 'y/old/a')).toBe('x\0y');
    expect(shiftOf('x/old/a', 'x/new/a')).toBe('x/old\0x/new');
  });

  it('is empty on the side that lies at the root', () => {
    expect(shiftOf('a', 'sub/a')).toBe('\0sub');
  });
});

describe('a path', () => {
  it('splits into directory and base name', () => {
    expect([directoryOf('a/b/c'), baseNameOf('a/b/c')]).toEqual(['a/b/', 'c']);
    expect([directoryOf('c'), baseNameOf('c')]).toEqual(['', 'c']);
  });

  it('folds composition and letter case away', () => {
    expect(foldName('Cafe\u0301')).toBe(foldName('CAF\u00c9'));
    expect(foldName('a')).not.toBe(foldName('b'));
  });
});
