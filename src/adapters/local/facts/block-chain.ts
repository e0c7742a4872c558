import { type Unknown, unknown } from '../../../model/fact.ts';
import type { BytePath } from '../../../model/path.ts';
import {
  existsInSystem,
  lastName,
  readSystemFile,
  readSystemNames,
  readSystemValue,
  resolveSystemPath,
  type SystemTree,
  text,
} from './system-tree.ts';

/** Where a block device ends: at a disk, in memory, in a file of another filesystem, or where nothing more is known. */
export type Leaf =
  | { readonly kind: 'disk' /** Resolved directory below `/sys/devices`. */; readonly directory: BytePath }
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly path: BytePath; readonly isDeleted: boolean }
  | { readonly kind: 'unknown'; readonly why: Unknown };

/** All that a block device rests on. */
export interface BlockChain {
  readonly leaves: readonly Leaf[];
  /** `major:minor` of the pools of thin LVM volumes on the way down: volumes cut from one pool share its blocks. */
  readonly thinPools: readonly string[];
}

const DELETED = ' (deleted)';

/** Walks from `major:minor` through partitions, device mapper, md, bcache and loop devices down to what holds the bytes. */
export function blockChainOf(system: SystemTree, device: string): BlockChain {
  const start = resolveSystemPath(system, `/sys/dev/block/${device}`);
  if (!start.known) return { leaves: [{ kind: 'unknown', why: start }], thinPools: [] };
  const chain = { leaves: [] as Leaf[], thinPools: [] as string[] };
  descend(system, start.value, chain, new Set());
  return chain;
}

function descend(
  system: SystemTree,
  directory: BytePath,
  chain: { leaves: Leaf[]; thinPools: string[] },
  seen: Set<string>,
): void {
  if (seen.has(directory)) return;
  seen.add(directory);

  if (readSystemValue(system, `${directory}/partition`) !== undefined) {
    descend(system, directory.slice(0, directory.lastIndexOf('/')), chain, seen);
    return;
  }
  noteThinPool(system, directory, chain.thinPools);
  const backing = backingFile(system, directory);
  if (backing !== undefined) {
    chain.leaves.push(backing);
    return;
  }
  const slaves = readSystemNames(system, `${directory}/slaves`);
  if (!slaves.known && isRefusal(system, `${directory}/slaves`)) {
    chain.leaves.push({ kind: 'unknown', why: slaves });
    return;
  }
  const below = slaves.known ? slaves.value : [];
  if (below.length === 0) chain.leaves.push(leafAt(directory));
  for (const name of below) {
    const slave = resolveSystemPath(system, `${directory}/slaves/${name}`);
    if (slave.known) descend(system, slave.value, chain, seen);
    else chain.leaves.push({ kind: 'unknown', why: slave });
  }
}

function noteThinPool(system: SystemTree, directory: BytePath, thinPools: string[]): void {
  const uuid = readSystemValue(system, `${directory}/dm/uuid`);
  const device = readSystemValue(system, `${directory}/dev`);
  if (uuid?.startsWith('LVM-') && uuid.endsWith('-tpool') && device !== undefined) thinPools.push(device);
}

/** Some kinds of disk have no `slaves` at all; one that is there and cannot be read hides disks. */
function isRefusal(system: SystemTree, path: BytePath): boolean {
  const found = existsInSystem(system, path);
  return !found.known || found.value;
}

function backingFile(system: SystemTree, directory: BytePath): Leaf | undefined {
  if (!/^loop\d+$/.test(lastName(directory))) return undefined;
  const content = readSystemFile(system, `${directory}/loop/backing_file`);
  if (!content.known) return { kind: 'unknown', why: content };
  const path = content.value.replace(/\n$/, '');
  const isDeleted = path.endsWith(DELETED);
  return { kind: 'file', path: isDeleted ? path.slice(0, -DELETED.length) : path, isDeleted };
}

function leafAt(directory: BytePath): Leaf {
  const name = lastName(directory);
  if (/^(zram|ram)\d+$/.test(name)) return { kind: 'memory' };
  if (/^(dm-|md|bcache)/.test(name)) {
    return { kind: 'unknown', why: unknown('failed', `/dev/${text(name)} shows no device below it`, 'claims.medium') };
  }
  return { kind: 'disk', directory };
}

/** `major:minor` of a device by the name that a mount gives: `/dev/sda1`, `/dev/mapper/vg-lv`. */
export function deviceNumberOf(system: SystemTree, source: BytePath): string | undefined {
  if (!source.startsWith('/dev/')) return undefined;
  const real = resolveSystemPath(system, source);
  const names = [lastName(source), ...(real.known ? [lastName(real.value)] : [])];
  for (const name of names) {
    const number = readSystemValue(system, `/sys/class/block/${name}/dev`);
    if (number !== undefined) return number;
  }
  return mappedNumber(system, lastName(source));
}

/** Without udev the names below `/dev/mapper` are device nodes of their own; sysfs knows them all the same. */
function mappedNumber(system: SystemTree, mapped: BytePath): string | undefined {
  const names = readSystemNames(system, '/sys/class/block');
  const found = names.known
    ? names.value.find((name) => readSystemValue(system, `/sys/class/block/${name}/dm/name`) === mapped)
    : undefined;
  return found === undefined ? undefined : readSystemValue(system, `/sys/class/block/${found}/dev`);
}
