/**
 * What two identifiers of one failure domain prove. Ids are `namespace/value`; where `kernel` is said below, the first
 * segment of the value is the boot id of the kernel that gave the number.
 */
export interface Namespace {
  readonly name: string;
  /** `proves`: equal ids are one thing. `hints`: they may be by chance (names, addresses). */
  readonly equality: 'proves' | 'hints';
  /** Namespaces, its own included, from whose ids an unequal id of this one is provably another thing. */
  readonly differsFrom: readonly string[];
  /** The same, but only between ids that one kernel gave. */
  readonly differsWithinKernel: readonly string[];
  /** A second name of a thing that another id in the same set names already: never needed for `separate`. */
  readonly alias: boolean;
}

function namespace(name: string, rules: Partial<Omit<Namespace, 'name'>> = {}): Namespace {
  return { name, equality: 'proves', differsFrom: [], differsWithinKernel: [], alias: false, ...rules };
}

/** Every namespace in use. One that is not listed proves by equality only. */
export const NAMESPACES: readonly Namespace[] = [
  // One kernel gives each mounted block filesystem a device number of its own.
  namespace('linux:volume', { differsWithinKernel: ['linux:volume', 'linux:tmpfs'] }),
  namespace('linux:tmpfs', { differsWithinKernel: ['linux:tmpfs', 'linux:volume'] }),
  // Anonymous device numbers: two of them may be two views of one store (NFS, FUSE, overlay, ZFS datasets).
  namespace('linux:superblock'),
  // Snapshots keep the UUID of their origin and share its blocks; clones keep it too, so only equality speaks.
  namespace('fs:uuid', { alias: true }),
  namespace('zfs:pool'),
  namespace('nfs:export', { equality: 'hints', alias: true }),
  namespace('smb:share', { equality: 'hints', alias: true }),
  namespace('net:export', { equality: 'hints', alias: true }),

  // Given only for disks on bare metal, attached to this machine.
  namespace('disk:wwid', { differsFrom: ['disk:wwid', 'disk:raid', 'linux:ram'] }),
  // A logical drive of a RAID controller: two of them may be cut from the same disks.
  namespace('disk:raid', { differsFrom: ['disk:wwid', 'linux:ram'] }),
  // A logical unit of an array behind a network: its disks are not visible.
  namespace('disk:lun', { differsFrom: ['linux:ram'] }),
  // Two virtual disks may lie on one real disk of the hypervisor.
  namespace('linux:virtual-disk', { differsFrom: ['linux:ram'] }),
  namespace('linux:ram', { differsFrom: ['disk:wwid', 'disk:raid', 'disk:lun', 'linux:virtual-disk'] }),

  // Two virtual machines have two boot ids and may share one hypervisor.
  namespace('linux:boot-id'),
  namespace('net:host', { equality: 'hints' }),

  ...['host', 'site', 'medium', 'operator', 'account'].map((claim) =>
    namespace(`claim:${claim}`, { differsFrom: [`claim:${claim}`] }),
  ),
];

/** Own hardware has no account: `none` is a value, and separate from everything, another `none` included. */
export const NONE_ID = 'none';

const BY_NAME: ReadonlyMap<string, Namespace> = new Map(NAMESPACES.map((entry) => [entry.name, entry]));

/** The rules for an id; those of an unlisted namespace are the cautious ones. */
export function namespaceOf(id: string): Namespace {
  const slash = id.indexOf('/');
  const name = slash < 0 ? id : id.slice(0, slash);
  return BY_NAME.get(name) ?? namespace(name);
}

/** Whether two unequal ids provably name two things. Symmetric. */
export function provesDifferent(a: string, b: string): boolean {
  if (a === b) return false;
  const left = namespaceOf(a);
  const right = namespaceOf(b);
  if (left.differsFrom.includes(right.name)) return true;
  return left.differsWithinKernel.includes(right.name) && kernelOf(a) === kernelOf(b);
}

function kernelOf(id: string): string | undefined {
  return id.split('/')[1];
}
