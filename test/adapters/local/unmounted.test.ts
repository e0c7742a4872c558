import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnmountedMountPoint } from '../../../src/adapters/local/unmounted.ts';
import { makeScratch, type Scratch } from '../../support/trees.ts';

const FSTAB = `# device  mount point  type  options
UUID=1 / ext4 defaults 0 1
UUID=2\t/mnt/backup\text4 nofail 0 2
nas:/export /mnt/nas/ nfs noauto 0 0
LABEL=usb /media/My\\040Disk vfat noauto 0 0
#UUID=9 /mnt/old ext4 defaults 0 2
UUID=3 none swap sw 0 0
`;
const MOUNTED = `22 1 254:0 / / rw - ext4 /dev/vda rw
30 22 0:40 / /mnt/nas rw - nfs4 nas:/export rw
`;

let scratch: Scratch;

beforeEach(() => {
  scratch = makeScratch();
  mkdirSync(join(scratch.path, 'etc'));
  mkdirSync(join(scratch.path, 'proc/self'), { recursive: true });
  writeFileSync(join(scratch.path, 'etc/fstab'), FSTAB);
  writeFileSync(join(scratch.path, 'proc/self/mountinfo'), MOUNTED);
});

afterEach(() => scratch.remove());

describe('a mount point on which nothing is mounted', () => {
  it.each([
    ['/mnt/backup', true],
    ['/media/My Disk', true],
    ['/mnt/nas', false],
    ['/', false],
    ['/mnt/old', false],
    ['/srv/www', false],
    ['none', true],
  ])('is recognised by fstab and the mounts: %s %s', async (path, expected) => {
    expect(await isUnmountedMountPoint(path, scratch.path)).toBe(expected);
  });

  it('is not recognised where the system cannot tell', async () => {
    expect(await isUnmountedMountPoint('/mnt/backup', join(scratch.path, 'nowhere'))).toBe(false);
  });
});
