import { describe, expect, test } from 'vitest';
import {
  isReadOnly,
  isWritableElsewhere,
  type Mount,
  mountOf,
  parseMountinfo,
} from '../../../../src/adapters/local/facts/mountinfo.ts';

function parse(...lines: readonly string[]): readonly Mount[] {
  const mounts = parseMountinfo(`${lines.join('\n')}\n`);
  if (mounts === undefined) throw new Error('not understood');
  return mounts;
}

const ROOT = '20 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw';

describe('mountinfo', () => {
  test.each(['20 1 8:1 /', '20 1 eight / / rw - ext4 /dev/sda1 rw', '20 1 8:1 / / rw shared:1 ext4 /dev/sda1 rw'])(
    'does not understand %j, and so nothing of the table',
    (line) => {
      expect(parseMountinfo(`${ROOT}\n${line}\n`)).toBeUndefined();
    },
  );

  test('reads names with spaces, newlines, backslashes and bytes that are not UTF-8', () => {
    const [mount] = parse('21 20 8:2 /a\\040b /mnt/x\\012y\\134z\xff rw - ext4 /dev/disk\\0401 rw');

    expect(mount).toMatchObject({ root: '/a b', mountPoint: '/mnt/x\ny\\z\xff', source: '/dev/disk 1' });
  });

  test('skips any number of optional fields', () => {
    const mounts = parse(
      '21 20 8:2 / /a rw - ext4 /dev/sda2 rw',
      '22 20 8:3 / /b rw shared:1 master:2 propagate_from:3 unbindable - ext4 /dev/sda3 ro',
    );

    expect(mounts.map((mount) => mount.source)).toEqual(['/dev/sda2', '/dev/sda3']);
    expect(mounts.map(isReadOnly)).toEqual([false, true]);
  });

  test.each([
    ['/srv/www', '8:2'],
    ['/srv/wwwroot', '8:1'],
    ['/srv', '8:1'],
    ['/srv/www/a/b', '8:3'],
    ['/', '8:1'],
  ])('finds the longest mount point of %s by whole names', (path, device) => {
    const mounts = parse(
      ROOT,
      '21 20 8:2 / /srv/www rw - ext4 /dev/sda2 rw',
      '22 21 8:3 / /srv/www/a rw - ext4 /dev/sda3 rw',
    );

    expect(mountOf(mounts, path)?.device).toBe(device);
  });

  test('takes the last of several mounts at one place', () => {
    const stacked = parse(ROOT, '21 20 8:2 / /mnt rw - ext4 /dev/sda2 rw', '22 21 8:3 / /mnt rw - ext4 /dev/sda3 rw');

    expect(mountOf(stacked, '/mnt/a')?.device).toBe('8:3');
  });

  test('passes by a mount that a later one above it hides', () => {
    const mounts = parse(ROOT, '21 20 8:2 / /mnt/x rw - ext4 /dev/sda2 rw', '22 20 8:3 / /mnt rw - ext4 /dev/sda3 rw');

    expect(mountOf(mounts, '/mnt/x/a')?.device).toBe('8:3');
  });

  test('finds a mount in a table without a root, as a chroot shows it', () => {
    const mounts = parse('21 20 8:2 / /data rw - ext4 /dev/sda2 rw');

    expect(mountOf(mounts, '/data/a')?.device).toBe('8:2');
    expect(mountOf(mounts, '/other')).toBeUndefined();
  });

  test('ends on a table whose parents form a circle', () => {
    const mounts = parse('1 2 8:1 / / rw - ext4 /dev/sda1 rw', '2 1 8:2 / / rw - ext4 /dev/sda2 rw');

    expect(mountOf(mounts, '/a')).toBeDefined();
  });

  test('sees that a read-only bind mount can be written through its origin', () => {
    const mounts = parse(
      ROOT,
      '21 20 8:1 /srv/www /mnt/backup ro,relatime - ext4 /dev/sda1 rw',
      '22 20 8:2 / /media ro - ext4 /dev/sdb1 ro',
    );
    const bind = mountOf(mounts, '/mnt/backup') as Mount;
    const whole = mountOf(mounts, '/media/a') as Mount;

    expect(isReadOnly(bind)).toBe(true);
    expect(isWritableElsewhere(mounts, bind, '/mnt/backup/a')).toBe(true);
    expect(isWritableElsewhere(mounts, whole, '/media/a')).toBe(false);
  });
});
