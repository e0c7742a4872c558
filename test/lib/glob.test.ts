import { describe, expect, it } from 'vitest';
import { pathFilterOf } from '../../src/lib/glob.ts';
import { bytePathOf } from '../../src/model/path.ts';

describe('a glob', () => {
  it.each([
    ['cache/**', 'cache', true],
    ['cache/**', 'cache/a/b', true],
    ['cache/**', 'caches', false],
    ['**/*.tmp', 'a.tmp', true],
    ['**/*.tmp', 'deep/er/.a.tmp', true],
    ['*.tmp', 'deep/a.tmp', false],
    ['.git/**', '.git/HEAD', true],
    ['a[0-9]', 'a5', true],
    ['{a,b}/*', 'b/x', true],
    ['写真/*', '写真/ガ.jpg', true],
  ])('%s on %s: %s', (glob, path, isLeftOut) => {
    expect(pathFilterOf([glob])(bytePathOf(path))).toBe(isLeftOut);
  });

  it('matches names that are not UTF-8', () => {
    expect(pathFilterOf(['*.bak'])('caf\xe9.bak')).toBe(true);
  });

  it('leaves nothing out where there is none', () => {
    expect(pathFilterOf([])('anything')).toBe(false);
  });

  it('is one of several, each on its own: a leading ! negates nothing', () => {
    expect(pathFilterOf(['a', '!b'])('c')).toBe(false);
    expect(pathFilterOf(['a', 'b'])('b')).toBe(true);
  });
});
