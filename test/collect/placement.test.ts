import { describe, expect, it } from 'vitest';
import type { LocalRoot } from '../../src/adapters/adapter.ts';
import { placementOf, withNested } from '../../src/collect/placement.ts';

function rootOf(path: string, inode = path): LocalRoot {
  return { path, exclude: [], nested: [], oneFileSystem: true, device: '1', inode, changedAtMs: 0 };
}

describe('the placement of a backup', () => {
  it.each([
    ['/srv/www', '/mnt/www', 'apart'],
    ['/srv/www', '/srv/www2', 'apart'],
    ['/srv/www', '/srv/www/backup', 'inside-primary'],
    ['/srv/www', '/srv', 'around-primary'],
    ['', '/srv', 'inside-primary'],
    ['/srv', '', 'around-primary'],
  ])('of %j and %j is %s', (primary, backup, expected) => {
    expect(placementOf(rootOf(primary), rootOf(backup))).toBe(expected);
  });

  it('is the same directory by device and inode, wherever it is mounted', () => {
    expect(placementOf(rootOf('/srv/www', '7'), rootOf('/mnt/bind', '7'))).toBe('same-directory');
  });

  it('is unknown where one of them has no place on this machine', () => {
    expect(placementOf(rootOf('/srv/www'), undefined)).toBe('unknown');
    expect(placementOf(undefined, rootOf('/srv/www'))).toBe('unknown');
  });
});

describe('a root', () => {
  it('knows the places of the other roots inside it, and not its own', () => {
    const roots = [rootOf('/srv'), rootOf('/srv/backup/a'), rootOf('/srv/b'), rootOf('/mnt')];

    expect(withNested(rootOf('/srv'), roots).nested).toEqual(['backup/a', 'b']);
  });
});
