import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/lib/suggest.ts';

describe('a suggestion', () => {
  it.each([
    ['backup', ['backups', 'primary'], 'backups'],
    ['Dataset', ['datasets', 'waivers'], 'datasets'],
    ['sfpt', ['sftp', 's3'], 'sftp'],
    ['stale-copi', ['stale-copy', 'empty-copy'], 'stale-copy'],
  ])('is made for %s', (word, known, expected) => {
    expect(suggest(word, known)).toBe(expected);
  });

  it('is not made where nothing is near', () => {
    expect(suggest('frequency', ['rpo', 'detect'])).toBeUndefined();
    expect(suggest('x', [])).toBeUndefined();
  });
});
