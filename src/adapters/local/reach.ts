import { closeSync, constants, openSync } from 'node:fs';
import type { BytePath } from '../../model/path.ts';

/** What system calls take: text where it is ASCII (faster), the raw bytes otherwise. */
export type SystemPath = string | Buffer;

const NON_ASCII = /[^\x00-\x7f]/;
/** Linux refuses paths of 4,096 bytes and more; this leaves room for one name of 255. */
const LONGEST_PATH = 3_800;

/** Hands bytes to a system call without a detour through Unicode. */
export function systemPath(path: BytePath): SystemPath {
  return NON_ASCII.test(path) ? Buffer.from(path, 'latin1') : path;
}

/** A folder that paths can be built upon, however deep it lies. */
export interface Anchor {
  /** Ends without slash. */
  readonly base: BytePath;
  /** Frees it; paths built upon it are void from then on. */
  release(): void;
}

const NOTHING = () => undefined;

/**
 * Shortens a folder's path where the kernel would refuse its length: the folder is opened and named by its descriptor
 * (`/proc/self/fd/N`, proc(5)), under which deeper paths resolve again.
 *
 * @throws the system's error where the folder cannot be opened, or where there is no `/proc`
 */
export function anchorOf(base: BytePath): Anchor {
  if (base.length <= LONGEST_PATH) return { base, release: NOTHING };
  const folder = openSync(systemPath(base), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  return { base: `/proc/self/fd/${folder}`, release: () => closeSync(folder) };
}

/** Calls `use` with a path of bearable length for `path` below `root`. Intermediate folders of over-long paths are opened one after the other. */
export function reach<T>(root: BytePath, path: BytePath, use: (path: SystemPath) => T): T {
  const whole = `${root}/${path}`;
  if (whole.length <= LONGEST_PATH) return use(systemPath(whole));
  const anchors: Anchor[] = [];
  let base = root;
  try {
    const names = path.split('/');
    const last = names.pop() ?? '';
    for (const name of names) {
      base = `${base}/${name}`;
      const anchor = anchorOf(base);
      if (anchor.base === base) continue;
      anchors.push(anchor);
      base = anchor.base;
    }
    return use(systemPath(`${base}/${last}`));
  } finally {
    for (const anchor of anchors) anchor.release();
  }
}
