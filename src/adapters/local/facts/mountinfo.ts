import type { BytePath } from '../../../model/path.ts';

/** One line of `/proc/self/mountinfo` (proc_pid_mountinfo(5)). Paths and names are bytes. */
export interface Mount {
  readonly id: number;
  readonly parentId: number;
  /** `major:minor` of the filesystem. Major 0 is anonymous: no block device stands behind the number. */
  readonly device: string;
  /** The directory of the filesystem that is mounted; not `/` for a bind mount or a subvolume. */
  readonly root: BytePath;
  readonly mountPoint: BytePath;
  /** Options of this mount alone. */
  readonly options: readonly string[];
  readonly type: string;
  /** Device, export or dataset as it was mounted. */
  readonly source: BytePath;
  /** Options of the filesystem, which all its mounts share. */
  readonly superOptions: readonly BytePath[];
}

/** Parses a mount table in its order; `undefined` where a line is not understood, because a skipped mount hides a disk. */
export function parseMountinfo(content: string): readonly Mount[] | undefined {
  const mounts: Mount[] = [];
  for (const line of content.split('\n')) {
    if (line === '') continue;
    const mount = parseLine(line);
    if (mount === undefined) return undefined;
    mounts.push(mount);
  }
  return mounts;
}

function parseLine(line: string): Mount | undefined {
  const fields = line.split(' ');
  const [id, parentId, device, root, mountPoint, options] = fields;
  // Optional fields (shared:1, master:2) end at a lone hyphen.
  const separator = fields.indexOf('-', 6);
  const [type, source, superOptions] = separator < 0 ? [] : fields.slice(separator + 1);
  if (id === undefined || parentId === undefined || device === undefined || !/^\d+:\d+$/.test(device)) return undefined;
  if (root === undefined || mountPoint === undefined || options === undefined) return undefined;
  if (type === undefined || source === undefined) return undefined;
  return {
    id: Number(id),
    parentId: Number(parentId),
    device,
    root: unescapeOctal(root),
    mountPoint: unescapeOctal(mountPoint),
    options: options.split(','),
    type,
    source: unescapeOctal(source),
    superOptions: (superOptions ?? '').split(',').map(unescapeOctal),
  };
}

/** The kernel writes space, tab, newline, backslash (and a comma or hash in places) as `\` and three octal digits. */
function unescapeOctal(field: string): BytePath {
  return field.replaceAll(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** Whether `path` is `directory` or lies below it. Both absolute, without trailing slash. */
export function isWithin(path: BytePath, directory: BytePath): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

/**
 * The mount that carries an absolute, resolved path. Follows the tree as the kernel does: the longest mount point wins,
 * the last of several at one place, and mounts that a later one above them hides are passed by.
 */
export function mountOf(mounts: readonly Mount[], path: BytePath): Mount | undefined {
  const ids = new Set(mounts.map((mount) => mount.id));
  let current = mounts.findLast((mount) => mount.mountPoint === '/' && isTop(mount, ids));
  if (current === undefined) return longestOf(mounts, path);
  const seen = new Set<number>();
  while (!seen.has(current.id)) {
    seen.add(current.id);
    current = nextBelow(mounts, current, path) ?? current;
  }
  return current;
}

function isTop(mount: Mount, ids: ReadonlySet<number>): boolean {
  return mount.parentId === mount.id || !ids.has(mount.parentId);
}

/** Path resolution meets the child with the shortest mount point first. */
function nextBelow(mounts: readonly Mount[], current: Mount, path: BytePath): Mount | undefined {
  let next: Mount | undefined;
  for (const mount of mounts) {
    if (mount.parentId !== current.id || mount.id === current.id) continue;
    if (!isWithin(path, mount.mountPoint)) continue;
    if (next === undefined || mount.mountPoint.length <= next.mountPoint.length) next = mount;
  }
  return next;
}

/** In a chroot below a mount point the table has no root. */
function longestOf(mounts: readonly Mount[], path: BytePath): Mount | undefined {
  let longest: Mount | undefined;
  for (const mount of mounts) {
    if (!isWithin(path, mount.mountPoint)) continue;
    if (longest === undefined || mount.mountPoint.length >= longest.mountPoint.length) longest = mount;
  }
  return longest;
}

/** Whether nothing can be written through this mount. */
export function isReadOnly(mount: Mount): boolean {
  return mount.options.includes('ro') || mount.superOptions.includes('ro');
}

/**
 * Whether the same directory can be written through another visible mount of the filesystem, so that a read-only mount
 * of it protects nothing.
 */
export function isWritableElsewhere(mounts: readonly Mount[], mount: Mount, path: BytePath): boolean {
  const below = mount.mountPoint === '/' ? path : path.slice(mount.mountPoint.length);
  const inFilesystem = mount.root === '/' ? below || '/' : mount.root + (below === '/' ? '' : below);
  return mounts.some(
    (other) => other.device === mount.device && !isReadOnly(other) && isWithin(inFilesystem, other.root),
  );
}
