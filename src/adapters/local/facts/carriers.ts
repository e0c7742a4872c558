import type { DomainSet, DomainValue } from '../../../model/domain.ts';
import { type Fact, observed, type Unknown, unknown } from '../../../model/fact.ts';
import type { BytePath } from '../../../model/path.ts';
import { type BlockChain, blockChainOf, deviceNumberOf, type Leaf } from './block-chain.ts';
import { diskValue, type Machine, ramValue } from './disk-identity.ts';
import { filesystemUuidOf, sysfsBtrfs } from './filesystem-uuid.ts';
import { type Mount, mountOf } from './mountinfo.ts';
import { networkExport } from './network-mount.ts';
import { existsInSystem, text } from './system-tree.ts';

/** The machine together with its mount table. */
export interface MountedMachine extends Machine {
  readonly mounts: readonly Mount[];
}

/** What was found of one domain, and what could not be. */
interface Part {
  readonly values: readonly DomainValue[];
  readonly gaps: readonly Unknown[];
}

interface Carriers {
  readonly volume: Part;
  readonly medium: Part;
}

const MOUNTINFO = '/proc/self/mountinfo';

/** The kernel keeps these in memory (and in swap). */
const MEMORY_TYPES: ReadonlySet<string> = new Set(['tmpfs', 'ramfs', 'devtmpfs', 'rootfs']);

/** The chain of filesystems that carry what lies on a mount: its own, and those of the images below it. */
export function volumeOf(machine: MountedMachine, mount: Mount): Fact<DomainSet> {
  return factOf(carriersOf(machine, mount, new Set()).volume, MOUNTINFO);
}

/** The disks below a mount: all of them, since losing one of a mirror is losing half of it. */
export function mediumOf(machine: MountedMachine, mount: Mount): Fact<DomainSet> {
  return factOf(carriersOf(machine, mount, new Set()).medium, '/sys/dev/block');
}

function factOf(part: Part, source: string): Fact<DomainSet> {
  const [gap] = part.gaps;
  const values = [...new Map(part.values.map((value) => [value.id, value])).values()];
  if (values.length === 0) return gap ?? unknown('failed', 'nothing was found');
  return observed({ values, completeness: gap === undefined ? 'complete' : 'partial' }, source);
}

/** `above`: the filesystems that were passed on the way down; one that rests on itself was followed wrongly. */
function carriersOf(machine: MountedMachine, mount: Mount, above: ReadonlySet<string>): Carriers {
  if (above.has(mount.device)) {
    const why = unknown('failed', `the image on ${text(mount.source)} seems to hold itself`);
    return { volume: gap(why), medium: gap(why) };
  }
  const seen = new Set([...above, mount.device]);
  if (!mount.device.startsWith('0:')) return onBlockDevice(machine, mount, seen);
  if (MEMORY_TYPES.has(mount.type)) return inMemory(machine, mount);
  if (mount.type === 'btrfs') return onBtrfs(machine, mount, seen);
  if (mount.type === 'overlay') return onOverlay(machine, mount, seen);
  if (mount.type === 'zfs') return onZfs(machine, mount);
  return onOther(machine, mount);
}

function onBlockDevice(machine: MountedMachine, mount: Mount, seen: ReadonlySet<string>): Carriers {
  const chain = blockChainOf(machine.system, mount.device);
  const own = [volumeValue(machine, 'linux:volume', mount.device, mount), ...uuidValues(machine, mount.device)];
  return join([{ volume: part(own), medium: part() }, below(machine, chain, seen)]);
}

/** What a block device rests on: its disks, and the filesystems of the images that it is made of. */
function below(machine: MountedMachine, chain: BlockChain, seen: ReadonlySet<string>): Carriers {
  const pools = chain.thinPools.map((device) => ({
    id: `linux:volume/${machine.bootId}/${device}`,
    label: `the LVM thin pool ${device}`,
  }));
  return join([{ volume: part(pools), medium: part() }, ...chain.leaves.map((leaf) => atLeaf(machine, leaf, seen))]);
}

function atLeaf(machine: MountedMachine, leaf: Leaf, seen: ReadonlySet<string>): Carriers {
  if (leaf.kind === 'disk') return { volume: part(), medium: part([diskValue(machine, leaf.directory)]) };
  if (leaf.kind === 'memory') return { volume: part(), medium: part([ramValue(machine)]) };
  // A leaf that was not understood may be an image on the other copy's filesystem, so the volume is incomplete too.
  if (leaf.kind === 'unknown') return { volume: gap(leaf.why), medium: gap(leaf.why) };
  return inFile(machine, leaf.path, leaf.isDeleted, seen);
}

function inFile(machine: MountedMachine, path: BytePath, isDeleted: boolean, seen: ReadonlySet<string>): Carriers {
  const mount = mountOf(machine.mounts, path);
  const found = isDeleted ? undefined : existsInSystem(machine.system, path);
  const isThere = isDeleted || (found?.known === true && found.value);
  if (mount === undefined || !isThere) {
    const detail = `the file ${text(path)} behind the loop device is not visible here`;
    const why = unknown('failed', detail, 'a run where the file behind the loop device is visible');
    return { volume: gap(why), medium: gap(why) };
  }
  const carriers = carriersOf(machine, mount, seen);
  if (!isDeleted) return carriers;
  // The file has no name any more, so nothing confirms that its path is still on the same filesystem.
  const why = unknown('failed', `the file ${text(path)} behind the loop device is deleted`);
  return join([carriers, { volume: gap(why), medium: gap(why) }]);
}

function inMemory(machine: MountedMachine, mount: Mount): Carriers {
  const own = volumeValue(machine, 'linux:tmpfs', mount.device, mount);
  return { volume: part([own]), medium: part([ramValue(machine)]) };
}

/** Each btrfs subvolume has a device number of its own, so the filesystem is known by its UUID. */
function onBtrfs(machine: MountedMachine, mount: Mount, seen: ReadonlySet<string>): Carriers {
  const device = deviceNumberOf(machine.system, mount.source);
  const found = sysfsBtrfs(machine.system, device);
  const numbers = found?.devices ?? (device === undefined ? [] : [device]);
  const disks = numbers.map((number) => below(machine, blockChainOf(machine.system, number), seen));
  if (found !== undefined) {
    const own = volumeValue(machine, 'linux:volume', `btrfs-${found.uuid}`, mount);
    const volume = part([own, { id: `fs:uuid/${found.uuid}`, label: `filesystem UUID ${found.uuid}` }]);
    return join([{ volume, medium: part() }, ...disks]);
  }
  const why = unknown(
    'failed',
    `the devices of the btrfs filesystem ${text(mount.source)} are not listed`,
    'read access to /sys/fs/btrfs',
  );
  return join([{ volume: merge([superblock(machine, mount), gap(why)]), medium: gap(why) }, ...disks]);
}

/** An overlay lies where its layers lie; inside a container their paths belong to another mount table. */
function onOverlay(machine: MountedMachine, mount: Mount, seen: ReadonlySet<string>): Carriers {
  const layers = layersOf(mount);
  const parts = layers.map((path) => {
    const found = existsInSystem(machine.system, path);
    const carrier = found.known && found.value ? mountOf(machine.mounts, path) : undefined;
    return carrier === undefined || carrier.device === mount.device
      ? unseen('the layers of the overlay are not visible here')
      : carriersOf(machine, carrier, seen);
  });
  const all = parts.length === 0 ? [unseen('the layers of the overlay are not named')] : parts;
  return join([{ volume: superblock(machine, mount), medium: part() }, ...all]);
}

function layersOf(mount: Mount): readonly BytePath[] {
  return mount.superOptions.flatMap((option) => {
    const [, key, value] = /^(lowerdir\+?|datadir\+|upperdir)=(.*)$/s.exec(option) ?? [];
    if (key === undefined || value === undefined) return [];
    const paths = key === 'lowerdir' ? value.split(/(?<!\\):+/) : [value];
    return paths.filter((path) => path !== '').map((path) => path.replaceAll('\\:', ':'));
  });
}

function onZfs(machine: MountedMachine, mount: Mount): Carriers {
  const pool = text(mount.source.split('/')[0] ?? mount.source);
  const own = { id: `zfs:pool/${machine.bootId}/${pool}`, label: `the ZFS pool ${pool}` };
  const why = unknown('unsupported', `the disks of the ZFS pool ${pool} are not visible in sysfs`, 'claims.medium');
  return { volume: merge([superblock(machine, mount), part([own])]), medium: gap(why) };
}

function onOther(machine: MountedMachine, mount: Mount): Carriers {
  const exported = networkExport(mount);
  const detail =
    exported === undefined
      ? `a ${mount.type} mount does not show its disk`
      : `${exported.label} is mounted over a network, which does not show its disk`;
  const remote = exported === undefined ? [] : [{ id: exported.id, label: exported.label }];
  return {
    volume: merge([superblock(machine, mount), part(remote)]),
    medium: gap(unknown('unsupported', detail, 'claims.medium')),
  };
}

/** Equal numbers of one kernel are one mounted filesystem, whatever its type; different ones prove nothing here. */
function superblock(machine: MountedMachine, mount: Mount): Part {
  return part([volumeValue(machine, 'linux:superblock', mount.device, mount)]);
}

function volumeValue(machine: MountedMachine, namespace: string, number: string, mount: Mount): DomainValue {
  const label = `${mount.type} on ${text(mount.source)} (device ${number})`;
  return { id: `${namespace}/${machine.bootId}/${number}`, label };
}

function uuidValues(machine: MountedMachine, device: string): readonly DomainValue[] {
  const uuid = filesystemUuidOf(machine.system, device);
  return uuid === undefined ? [] : [{ id: `fs:uuid/${uuid}`, label: `filesystem UUID ${uuid}` }];
}

function unseen(detail: string): Carriers {
  const why = unknown('unsupported', detail, 'claims.medium');
  return { volume: gap(why), medium: gap(why) };
}

function part(values: readonly DomainValue[] = []): Part {
  return { values, gaps: [] };
}

function gap(why: Unknown): Part {
  return { values: [], gaps: [why] };
}

function merge(parts: readonly Part[]): Part {
  return { values: parts.flatMap((one) => one.values), gaps: parts.flatMap((one) => one.gaps) };
}

function join(all: readonly Carriers[]): Carriers {
  return { volume: merge(all.map((one) => one.volume)), medium: merge(all.map((one) => one.medium)) };
}
