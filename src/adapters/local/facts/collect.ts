import { accessSync, constants, lstatSync, realpathSync } from 'node:fs';

import type { DomainSet } from '../../../model/domain.ts';
import { FirebreakError } from '../../../model/errors.ts';
import type { CopyFacts, Destroyer, FilesystemFact, Protection } from '../../../model/evidence.ts';
import { type Fact, observed, type Unknown, unknown } from '../../../model/fact.ts';
import type { BytePath } from '../../../model/path.ts';
import { attributeFlagsOf, canCarryFlags } from './attribute-flags.ts';
import { type MountedMachine, mediumOf, volumeOf } from './carriers.ts';
import { isBareMetal, readBootId, thisHost } from './host.ts';
import { isReadOnly, isWithin, isWritableElsewhere, type Mount, mountOf, parseMountinfo } from './mountinfo.ts';
import { isOnThisHost, networkExport } from './network-mount.ts';
import { credentialOf, destroyersOf, type Ownership, ownerOf, readUserDatabase, type Surroundings } from './rights.ts';
import { bytes, isRecorded, readSystemFile, type SystemTree, systemTree, text, unknownFrom } from './system-tree.ts';

export interface LocalFactsOptions {
  /** Where `/proc`, `/sys`, `/dev`, `/run` and `/etc` are read. Default: `/`, the running system. */
  readonly systemRoot?: string;
  readonly signal: AbortSignal;
}

const MOUNTINFO = '/proc/self/mountinfo';

/** The root of a copy as everything below sees it. */
interface Root {
  readonly system: SystemTree;
  /** Absolute, links resolved, without trailing slash; `/` itself is `/`. */
  readonly path: BytePath;
  readonly status: Fact<RootStatus>;
}

interface RootStatus extends Ownership {
  /** `major:minor`. */
  readonly device: string;
}

/** A mount together with the table that it stands in. */
interface Mounted {
  readonly mount: Mount;
  readonly mounts: readonly Mount[];
}

/**
 * Finds out where a local directory lies and who can destroy it. Each fact is asked on its own; one that cannot be had is
 * `unknown` with its reason. Everything is read only. A recorded system tells nothing of owners, rights and flags.
 *
 * @param rootPath absolute path of the copy's root, as bytes
 * @throws {FirebreakError} `aborted`, and nothing else
 */
export async function collectLocalFacts(rootPath: Buffer, options: LocalFactsOptions): Promise<CopyFacts> {
  stopIfAborted(options.signal);
  const system = systemTree(options.systemRoot ?? '/');
  if (process.platform !== 'linux' && !isRecorded(system)) return factsOfOtherPlatform();

  const root = rootOf(system, rootPath);
  const bootId = readBootId(system);
  const mounted = mountedAt(root);
  const machine = machineOf(system, bootId, mounted);
  const destroyers = destroyersAt(root, bootId, mounted);
  stopIfAborted(options.signal);
  const protections = await protectionsAt(root, mounted, options.signal);
  stopIfAborted(options.signal);
  return {
    domains: {
      volume: ofMount(machine, mounted, volumeOf),
      medium: ofMount(machine, mounted, mediumOf),
      host: hostAt(system, bootId, mounted),
      ...undiscoverable(),
      credential: credentialOf(destroyers),
    },
    filesystem: filesystemAt(mounted),
    destroyers,
    owner: ownerAt(root, bootId, mounted),
    protections,
  };
}

function rootOf(system: SystemTree, rootPath: Buffer): Root {
  const given = rootPath.toString('latin1').replace(/\/+$/, '') || '/';
  if (isRecorded(system)) {
    const status = unknown(
      'not-collected',
      'a recorded system holds no owners and rights',
      'a run on the system itself',
    );
    return { system, path: given, status };
  }
  try {
    const path = realpathSync.native(bytes(given), 'buffer').toString('latin1');
    const found = lstatSync(bytes(path), { bigint: true });
    const status = {
      uid: Number(found.uid),
      gid: Number(found.gid),
      mode: Number(found.mode),
      device: deviceOf(found.dev),
    };
    return { system, path, status: observed(status, text(path)) };
  } catch (error) {
    return {
      system,
      path: given,
      status: unknownFrom(error, 'look at the root directory', 'access to the root directory'),
    };
  }
}

/** Takes a device number apart as the C library packs it. */
export function deviceOf(packed: bigint): string {
  const major = ((packed >> 8n) & 0xfffn) | ((packed >> 32n) & 0xfffff000n);
  const minor = (packed & 0xffn) | ((packed >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

function mountedAt(root: Root): Fact<Mounted> {
  const table = readSystemFile(root.system, MOUNTINFO);
  if (!table.known) return table;
  const mounts = parseMountinfo(table.value);
  if (mounts === undefined) return unknown('failed', `a line of ${MOUNTINFO} was not understood`);
  if (!root.status.known && !isRecorded(root.system)) return root.status;
  const mount = mountOf(mounts, root.path);
  const device = root.status.known ? root.status.value.device : undefined;
  if (mount !== undefined && isSameFilesystem(mount, device)) return observed({ mount, mounts }, MOUNTINFO);
  // The table changed under us, or it shows another view of the tree: only the device number can be trusted.
  const other = mounts.findLast((one) => one.device === device && isWithin(root.path, one.mountPoint));
  if (other !== undefined) return observed({ mount: other, mounts }, MOUNTINFO);
  return unknown(
    'failed',
    `${MOUNTINFO} does not list the filesystem of the directory`,
    'a run outside of this mount namespace',
  );
}

/** Subvolumes and overlays give their directories other numbers than the table shows. */
function isSameFilesystem(mount: Mount, device: string | undefined): boolean {
  if (device === undefined || mount.device === device) return true;
  return device.startsWith('0:') && ['btrfs', 'bcachefs', 'overlay'].includes(mount.type);
}

function machineOf(system: SystemTree, bootId: Fact<string>, mounted: Fact<Mounted>): Fact<MountedMachine> {
  if (!bootId.known) return bootId;
  if (!mounted.known) return mounted;
  const machine = { system, bootId: bootId.value, isBareMetal: isBareMetal(system), mounts: mounted.value.mounts };
  return observed(machine, bootId.source);
}

function ofMount(
  machine: Fact<MountedMachine>,
  mounted: Fact<Mounted>,
  ask: (machine: MountedMachine, mount: Mount) => Fact<DomainSet>,
): Fact<DomainSet> {
  if (!mounted.known) return mounted;
  return machine.known ? ask(machine.value, mounted.value.mount) : machine;
}

function filesystemAt(mounted: Fact<Mounted>): Fact<FilesystemFact> {
  if (!mounted.known) return mounted;
  const { mount } = mounted.value;
  return observed(
    { type: mount.type, mountPoint: text(mount.mountPoint), source: text(mount.source), readOnly: isReadOnly(mount) },
    MOUNTINFO,
  );
}

function hostAt(system: SystemTree, bootId: Fact<string>, mounted: Fact<Mounted>): Fact<DomainSet> {
  if (!mounted.known) return mounted;
  const { mount } = mounted.value;
  if (isOnThisHost(mount)) return thisHost(system, bootId);
  const exported = networkExport(mount);
  if (exported === undefined) {
    return unknown('unsupported', `a ${mount.type} mount does not show on which host its data lies`, 'claims.host');
  }
  const value = { id: `net:host/${exported.server}`, label: exported.server };
  return observed({ values: [value], completeness: 'complete' }, MOUNTINFO, 'weak');
}

function ownerAt(root: Root, bootId: Fact<string>, mounted: Fact<Mounted>): Fact<Destroyer> {
  if (!root.status.known) return root.status;
  if (!bootId.known) return bootId;
  const owner = ownerOf(root.status.value, bootId.value, readUserDatabase(root.system));
  return observed(owner, 'lstat of the root directory', strengthOfUsers(mounted));
}

function destroyersAt(root: Root, bootId: Fact<string>, mounted: Fact<Mounted>): Fact<readonly Destroyer[]> {
  if (!root.status.known) return root.status;
  if (!bootId.known) return bootId;
  if (!mounted.known) return mounted;
  const around = surroundingsOf(root, bootId.value, mounted.value);
  const found = destroyersOf(root.status.value, around, readUserDatabase(root.system));
  return observed(found, 'lstat of the root directory', strengthOfUsers(mounted));
}

/** A file server has users of its own, and may map ours to others. */
function strengthOfUsers(mounted: Fact<Mounted>): 'strong' | 'weak' {
  return mounted.known && isOnThisHost(mounted.value.mount) ? 'strong' : 'weak';
}

function surroundingsOf(root: Root, bootId: string, { mount, mounts }: Mounted): Surroundings {
  const writerUid = writerOf(root.path);
  return {
    bootId,
    isReadOnly: isReadOnly(mount) && !isWritableElsewhere(mounts, mount, root.path),
    isReachableByAll: isReachableByAll(root.path),
    ...(writerUid === undefined ? {} : { writerUid }),
  };
}

function writerOf(path: BytePath): number | undefined {
  try {
    accessSync(bytes(path), constants.W_OK | constants.X_OK);
    return process.getuid?.();
  } catch {
    return undefined; // not allowed to write is an answer
  }
}

function isReachableByAll(path: BytePath): boolean {
  const parts = path.split('/').slice(1, -1);
  return parts.every((_, index) => letsEverybodyThrough(`/${parts.slice(0, index + 1).join('/')}`));
}

function letsEverybodyThrough(directory: BytePath): boolean {
  try {
    return (lstatSync(bytes(directory)).mode & 0o001) !== 0;
  } catch {
    return true; // not seen, so the worst is assumed
  }
}

async function protectionsAt(
  root: Root,
  mounted: Fact<Mounted>,
  signal: AbortSignal,
): Promise<Fact<readonly Protection[]>> {
  if (!mounted.known) return mounted;
  const { mount, mounts } = mounted.value;
  const liftableBy = 'root of this host';
  const isProtected = isReadOnly(mount) && !isWritableElsewhere(mounts, mount, root.path);
  const found: Protection[] = isProtected ? [{ kind: 'read-only-mount', liftableBy }] : [];
  if (isRecorded(root.system) || !canCarryFlags(mount.type)) return observed(found, MOUNTINFO);

  const flags = await attributeFlagsOf(bytes(root.path), signal);
  // A protection that is known is not lost because another could not be looked for.
  if (!flags.known) return isProtected ? observed(found, MOUNTINFO) : flags;
  if (flags.value.includes('i')) found.push({ kind: 'immutable-flag', liftableBy });
  if (flags.value.includes('a')) found.push({ kind: 'append-only', liftableBy });
  return observed(found, 'lsattr');
}

function undiscoverable(): { readonly [D in 'site' | 'operator' | 'account']: Unknown } {
  return {
    site: unknown('unsupported', 'a directory does not show at which site it lies', 'claims.site'),
    operator: unknown('unsupported', 'a directory does not show who operates its host', 'claims.operator'),
    account: unknown('unsupported', 'a directory does not show to which account its host belongs', 'claims.account'),
  };
}

function factsOfOtherPlatform(): CopyFacts {
  const why = (needs?: string): Unknown =>
    unknown('unsupported', `where a directory lies is not observed on ${process.platform}`, needs);
  return {
    domains: {
      volume: why('claims.medium'),
      medium: why('claims.medium'),
      host: why('claims.host'),
      ...undiscoverable(),
      credential: why(),
    },
    filesystem: why(),
    destroyers: why(),
    owner: why(),
    protections: why(),
  };
}

function stopIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new FirebreakError({
    kind: 'aborted',
    operation: 'collect facts',
    message: 'Collecting facts was interrupted.',
    cause: signal.reason,
  });
}
