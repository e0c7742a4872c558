import { lstatSync, opendirSync } from 'node:fs';
import { createSorter } from '../../lib/sort-external.ts';
import type { SystemPath } from './reach.ts';

/**
 * One name of a directory: the name as bytes, `\0`, and a letter for its kind: `f` file, `d` directory, `l` symbolic
 * link, `s` special, `?` where even a look at it failed. Directories carry a slash behind the name, so that these
 * texts sort as the paths below them do; no name holds `\0`, so the letter never decides an order.
 */
export type PackedName = string;

export type KindLetter = 'f' | 'd' | 'l' | 's' | '?';

/** Up to this many names of one directory are sorted in memory. */
const HELD_NAMES = 20_000;
const BATCH_NAMES = 256;

export function nameOf(packed: PackedName): string {
  return packed.slice(0, -2);
}

export function kindOf(packed: PackedName): KindLetter {
  return packed.charAt(packed.length - 1) as KindLetter;
}

/**
 * Reads a directory's names in byte order of the paths below it. More names than fit into memory are sorted in
 * `spillDirectory`; then the answer is no array but a one-time iterable.
 *
 * @throws the system's error, also in the middle of the directory: a part of one would look like deleted files
 */
export function readDirectory(path: SystemPath, spillDirectory: string): readonly PackedName[] | Iterable<PackedName> {
  const directory = opendirSync(path as string, { encoding: 'latin1' as BufferEncoding, bufferSize: BATCH_NAMES });
  const held: PackedName[] = [];
  try {
    for (let item = directory.readSync(); item !== null; item = directory.readSync()) {
      held.push(packedName(path, item));
      if (held.length > HELD_NAMES) break;
    }
    if (held.length <= HELD_NAMES) return held.sort();
    const sorter = createSorter({ directory: spillDirectory });
    try {
      for (const name of held.splice(0)) sorter.add(name);
      for (let item = directory.readSync(); item !== null; item = directory.readSync())
        sorter.add(packedName(path, item));
    } catch (error) {
      sorter.close();
      throw error;
    }
    return sorter.sorted();
  } finally {
    directory.closeSync();
  }
}

interface TypedName {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

function packedName(directory: SystemPath, item: TypedName): PackedName {
  const letter = letterOf(item);
  if (letter !== '?') return packed(item.name, letter);
  // Some file systems give no kind with a name.
  const path =
    typeof directory === 'string'
      ? Buffer.from(`${directory}/${item.name}`, 'latin1')
      : Buffer.concat([directory, Buffer.from(`/${item.name}`, 'latin1')]);
  try {
    return packed(item.name, letterOf(lstatSync(path)));
  } catch {
    return packed(item.name, '?'); // looked at again, and reported, when its turn comes
  }
}

function packed(name: string, letter: KindLetter): PackedName {
  return letter === 'd' ? `${name}/\0d` : `${name}\0${letter}`;
}

/** The letter of a directory item or of what `lstat` answers. */
export function letterOf(item: Omit<TypedName, 'name'>): KindLetter {
  if (item.isFile()) return 'f';
  if (item.isDirectory()) return 'd';
  if (item.isSymbolicLink()) return 'l';
  return item.isFIFO() || item.isSocket() || item.isBlockDevice() || item.isCharacterDevice() ? 's' : '?';
}
