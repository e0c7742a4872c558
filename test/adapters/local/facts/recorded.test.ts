import { afterEach, describe, expect, test } from 'vitest';
import { collectLocalFacts } from '../../../../src/adapters/local/facts/collect.ts';
import { relateCopies } from '../../../../src/domains/relate.ts';
import type { DomainName } from '../../../../src/model/domain.ts';
import type { CopyFacts } from '../../../../src/model/evidence.ts';
import { copyWith } from '../../../domains/copies.ts';
import { recordedSystem, type SystemListing, type WrittenSystem, writeSystem } from './recorded-system.ts';

let system: WrittenSystem | undefined;

afterEach(() => {
  system?.remove();
  system = undefined;
});

/** Facts of several directories of one system. */
async function factsIn(listing: SystemListing, ...paths: readonly string[]): Promise<readonly CopyFacts[]> {
  system = writeSystem(listing);
  const options = { systemRoot: system.root, signal: new AbortController().signal };
  return Promise.all(paths.map((path) => collectLocalFacts(Buffer.from(path), options)));
}

function idsOf(facts: CopyFacts | undefined, domain: DomainName): readonly string[] {
  const fact = facts?.domains[domain];
  if (fact?.known !== true) throw new Error(`${domain} is unknown: ${fact?.detail}`);
  return fact.value.values.map((value) => value.id);
}

function relationsOf(facts: readonly CopyFacts[]): { readonly [D in DomainName]?: string } {
  const [a, b] = facts;
  if (a === undefined || b === undefined) throw new Error('two copies are needed');
  const relations = relateCopies({ ...copyWith({ id: 'primary' }), facts: a }, { ...copyWith({}), facts: b });
  return Object.fromEntries(relations.map(({ domain, relation }) => [domain, relation]));
}

function without(listing: SystemListing, path: string): SystemListing {
  const { [path]: _, ...files } = listing.files;
  return { ...listing, files };
}

function withFile(listing: SystemListing, path: string, content: string): SystemListing {
  return { ...listing, files: { ...listing.files, [path]: [content] } };
}

const BARE_METAL = recordedSystem('bare-metal-lvm-on-raid1');
const VM = recordedSystem('vm-two-virtual-disks');
const LOOP = recordedSystem('loop-image-on-luks');
const NAS = recordedSystem('btrfs-overlay-zfs');

describe('local facts of a server with LVM on LUKS on RAID 1', () => {
  test('shares both disks of the mirror between two logical volumes, but not the volume', async () => {
    const facts = await factsIn(BARE_METAL, '/srv/www', '/var/backup/www');

    expect(idsOf(facts[0], 'medium')).toEqual([
      'disk:wwid/nvme.samsung_ssd_970_evo_plus_1tb.s4evnx0r100001',
      'disk:wwid/nvme.samsung_ssd_970_evo_plus_1tb.s4evnx0r100002',
    ]);
    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'shared', host: 'shared', site: 'shared' });
  });

  test('sees through a bind mount', async () => {
    const facts = await factsIn(BARE_METAL, '/srv/www', '/mnt/backup');

    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared', host: 'shared' });
  });

  test('tells a USB disk from the mirror by their hardware ids', async () => {
    const facts = await factsIn(BARE_METAL, '/srv/www', '/mnt/usb disk/www');

    expect(idsOf(facts[1], 'medium')).toEqual(['disk:wwid/naa.50014ee2b9c1d2e3']);
    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'separate', host: 'shared' });
  });

  test('does not know the disk, nor for certain the host, behind an NFS mount', async () => {
    const facts = await factsIn(BARE_METAL, '/srv/www', '/mnt/nas/www');

    expect(facts[1]?.domains.medium).toMatchObject({ known: false, reason: 'unsupported', needs: 'claims.medium' });
    expect(facts[1]?.domains.host).toMatchObject({ known: true, strength: 'weak' });
    expect(relationsOf(facts)).toMatchObject({
      volume: 'unknown',
      medium: 'unknown',
      host: 'unknown',
      site: 'unknown',
    });
  });

  test('knows two directories of one NFS mount as one volume', async () => {
    const facts = await factsIn(BARE_METAL, '/mnt/nas/a', '/mnt/nas/b');

    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });

  test('takes the two volumes of one thin pool for one', async () => {
    const chained = {
      ...withFile(BARE_METAL, '/sys/devices/virtual/block/dm-0/dm/uuid', 'LVM-Zx8Qp0mYb3VtR1kLw5Nc7HdJf2Gs4AeU-tpool'),
    };

    const facts = await factsIn(chained, '/srv/www', '/var/backup');

    expect(relationsOf(facts)).toMatchObject({ volume: 'shared' });
  });

  test('does not take the logical drives of one RAID controller for two disks', async () => {
    const usb = '/sys/devices/pci0000:00/0000:00:14.0/usb2/2-3/2-3:1.0/host8/target8:0:0/8:0:0:0';

    const [facts] = await factsIn(withFile(BARE_METAL, `${usb}/wwid`, 'naa.6d0946606f3a4c00'), '/mnt/usb disk');

    expect(idsOf(facts, 'medium')).toEqual(['disk:raid/naa.6d0946606f3a4c00']);
  });

  test('does not take the disk of an array behind a network for a disk of its own', async () => {
    const transport = '/sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/nvme/nvme0/transport';

    const [facts] = await factsIn(withFile(BARE_METAL, transport, 'tcp'), '/srv/www');

    expect(idsOf(facts, 'medium')[0]).toMatch(/^disk:lun\//);
  });

  test('is partial where one disk of the mirror cannot be followed', async () => {
    const link = '/sys/devices/virtual/block/md127/slaves/nvme1n1p2';
    const broken = { ...BARE_METAL, links: { ...BARE_METAL.links, [link]: '../nowhere' } };

    const facts = await factsIn(broken, '/srv/www', '/mnt/usb disk');

    expect(facts[0]?.domains.medium).toMatchObject({ known: true, value: { completeness: 'partial' } });
    expect(relationsOf(facts)).toMatchObject({ medium: 'unknown' });
  });

  test('tells the filesystem and its mount', async () => {
    const [facts] = await factsIn(BARE_METAL, '/mnt/usb disk/www');

    expect(facts?.filesystem).toMatchObject({
      known: true,
      value: { type: 'ext4', mountPoint: '/mnt/usb disk', source: '/dev/sda1', readOnly: false },
    });
  });

  test('gives the UUID of a filesystem as a second name', async () => {
    const [facts] = await factsIn(BARE_METAL, '/srv/www');

    expect(idsOf(facts, 'volume')).toContain('fs:uuid/2f0c7a8e-91b3-4d52-8e6f-0a1b2c3d4e5f');
  });

  test.each([
    ['/proc/self/mountinfo', ['volume', 'medium', 'host'], ['site']],
    ['/proc/sys/kernel/random/boot_id', ['volume', 'medium', 'host'], ['site']],
  ] as const)('does not invent anything where %s is missing', async (path, lost, kept) => {
    const [facts] = await factsIn(without(BARE_METAL, path), '/srv/www');

    for (const domain of lost) expect(facts?.domains[domain]).toMatchObject({ known: false, reason: 'failed' });
    for (const domain of kept) expect(facts?.domains[domain]).toMatchObject({ known: false, reason: 'unsupported' });
  });
});

describe('local facts of a virtual machine', () => {
  test('does not take two virtual disks for two disks', async () => {
    const facts = await factsIn(VM, '/srv/www', '/mnt/backup');

    expect(idsOf(facts[1], 'medium')).toEqual(['linux:virtual-disk/7a1e0d5c-2b3f-4c6d-8e9f-a0b1c2d3e4f5/vdb']);
    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'unknown', host: 'shared' });
  });

  test('tells memory from a virtual disk', async () => {
    const facts = await factsIn(VM, '/srv/www', '/dev/shm/copy');

    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'separate', host: 'shared' });
  });

  test('trusts no hardware id inside a virtual machine', async () => {
    const listing = withFile(BARE_METAL, '/proc/cpuinfo', 'flags\t\t: fpu hypervisor');

    const facts = await factsIn(listing, '/srv/www', '/mnt/usb disk');

    expect(idsOf(facts[1], 'medium')[0]).toMatch(/^linux:virtual-disk\//);
    expect(relationsOf(facts)).toMatchObject({ medium: 'unknown' });
  });

  test('reads the UUID of a filesystem from the links of udev', async () => {
    const [facts] = await factsIn(VM, '/srv/www');

    expect(idsOf(facts, 'volume')).toContain('fs:uuid/9d3e1f20-6c5b-4a79-8812-334455667788');
  });
});

describe('local facts of disk images', () => {
  test('follows an image to the filesystem and the disk that hold its file', async () => {
    const facts = await factsIn(LOOP, '/home/alice/www', '/mnt/backup');

    expect(idsOf(facts[1], 'volume')).toHaveLength(2);
    expect(idsOf(facts[1], 'medium')).toEqual(['disk:wwid/naa.5002538e40a1b2c3']);
    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared', host: 'shared' });
  });

  test('shares only the disk with what lies on another partition', async () => {
    const facts = await factsIn(LOOP, '/srv/www', '/mnt/backup');

    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'shared' });
  });

  test('follows a deleted image, but is not certain of it', async () => {
    const facts = await factsIn(LOOP, '/home/alice/www', '/mnt/old');

    expect(facts[1]?.domains.medium).toMatchObject({ known: true, value: { completeness: 'partial' } });
    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });

  test('does not guess where the file of an image cannot be seen', async () => {
    const facts = await factsIn(LOOP, '/home/alice/www', '/mnt/other');

    expect(facts[1]?.domains.medium).toMatchObject({ known: false, reason: 'failed' });
    expect(relationsOf(facts)).toMatchObject({ volume: 'unknown', medium: 'unknown' });
  });

  test('ends on an image that holds its own file', async () => {
    const listing = withFile(LOOP, '/sys/devices/virtual/block/loop0/loop/backing_file', '/mnt/backup/self.img\n');

    const [facts] = await factsIn(withFile(listing, '/mnt/backup/self.img', ''), '/mnt/backup');

    expect(facts?.domains.volume).toMatchObject({ known: true, value: { completeness: 'partial' } });
    expect(facts?.domains.medium.known).toBe(false);
  });
});

describe('local facts of btrfs, overlays and ZFS', () => {
  test('knows two subvolumes as one filesystem on all of its disks', async () => {
    const facts = await factsIn(NAS, '/srv/data/www', '/srv/backup');

    expect(idsOf(facts[0], 'medium')).toEqual(['disk:wwid/naa.50014ee201a2b3c4', 'disk:wwid/naa.50014ee202a2b3c4']);
    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });

  test('tells a btrfs filesystem from one on another disk', async () => {
    const facts = await factsIn(NAS, '/srv/data/www', '/home/copy');

    expect(relationsOf(facts)).toMatchObject({ volume: 'separate', medium: 'separate' });
  });

  test('finds an overlay on the filesystem of its upper layer', async () => {
    const facts = await factsIn(NAS, '/srv/data/www', '/mnt/seen');

    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });

  test('does not know where an overlay lies whose layers are elsewhere', async () => {
    const facts = await factsIn(NAS, '/srv/data/www', '/mnt/unseen');

    expect(relationsOf(facts)).toMatchObject({ volume: 'unknown', medium: 'unknown', host: 'shared' });
  });

  test('shares the pool between two ZFS datasets', async () => {
    const facts = await factsIn(NAS, '/tank/a', '/tank/b');

    expect(relationsOf(facts)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });
});
