import { closeSync, lstatSync, readlinkSync } from 'node:fs';
import type { LocalRoot } from '../adapters/adapter.ts';
import { systemCode } from '../adapters/local/errors.ts';
import { reach } from '../adapters/local/reach.ts';
import { letterOf } from '../adapters/local/read-directory.ts';
import type { Side } from '../compare/record.ts';
import { type ReadBuffers, readSideBySide } from '../digests/read-pair.ts';
import { openQuietly } from '../lib/open-quietly.ts';
import type { BytePath } from '../model/path.ts';
import { fileSide, isUntouched } from './range.ts';

/**
 * What a copy has under a path now; null where it has nothing there, or a directory that is not empty.
 *
 * @throws the system's error where that cannot be told
 */
export function lookAgain(root: LocalRoot, path: BytePath): Side | null {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  try {
    return reach(root.path, bare, (system): Side | null => {
      const stats = lstatSync(system);
      const letter = letterOf(stats);
      if (letter === 'd') return path.endsWith('/') ? { k: 'd', size: 0, m: 0, c: 0, id: '' } : null;
      if (path.endsWith('/') || letter === '?') return null;
      const side = fileSide(stats);
      if (letter === 'f') return side;
      if (letter === 's') return { ...side, k: 's', size: 0 };
      return { ...side, k: 'l', size: 0, link: readlinkSync(system, { encoding: 'latin1' as BufferEncoding }) };
    });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Whether two looks saw one thing. */
export function isUnchanged(a: Side | null, b: Side | null): boolean {
  if (a === null || b === null) return a === b;
  return a.k === b.k && a.size === b.size && a.m === b.m && a.c === b.c && a.id === b.id && a.link === b.link;
}

/** One file somewhere: a copy's root and a path below it. */
export interface FilePlace {
  readonly root: LocalRoot;
  readonly path: BytePath;
}

/**
 * Whether two files hold the same bytes, and held them until they were read.
 *
 * @throws the system's error, or a `ReadFailure` whose index says which of the two could not be read
 */
export function haveSameContent(
  own: FilePlace,
  other: FilePlace,
  buffers: ReadBuffers,
  shouldStop: () => boolean,
): boolean {
  const a = reach(own.root.path, own.path, openQuietly);
  try {
    const b = reach(other.root.path, other.path, openQuietly);
    try {
      if (!a.stats.isFile() || !b.stats.isFile() || a.stats.size !== b.stats.size) return false;
      const { equal } = readSideBySide(a.file, [b.file], a.stats.size, false, buffers, shouldStop);
      return equal[0] === true && isUntouched(a) && isUntouched(b);
    } finally {
      closeSync(b.file);
    }
  } finally {
    closeSync(a.file);
  }
}

/** SHA-256 (hex) of a file. */
export function digestFile(place: FilePlace, buffers: ReadBuffers, shouldStop: () => boolean): string {
  const { file, stats } = reach(place.root.path, place.path, openQuietly);
  try {
    if (!stats.isFile()) throw new Error('no longer a file');
    return readSideBySide(file, [], stats.size, true, buffers, shouldStop).digest ?? '';
  } finally {
    closeSync(file);
  }
}
