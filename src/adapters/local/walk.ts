import { lstatSync, readlinkSync } from 'node:fs';
import { pathFilterOf } from '../../lib/glob.ts';
import type { Entry, KeyRange } from '../../model/entry.ts';
import type { BytePath } from '../../model/path.ts';
import type { LocalRoot } from '../adapter.ts';
import { systemCode } from './errors.ts';
import { type Anchor, anchorOf, type SystemPath, systemPath } from './reach.ts';
import { kindOf, letterOf, nameOf, type PackedName, readDirectory } from './read-directory.ts';

export interface WalkOptions {
  readonly range: KeyRange;
  readonly spillDirectory: string;
  /** Takes what could not be looked at; the walk goes on with an entry of kind `unreadable`. */
  report(error: unknown, operation: string, path: BytePath): void;
}

interface Level {
  readonly directory: BytePath;
  readonly anchor: Anchor;
  readonly names: Iterator<PackedName>;
  readonly changedAtMs: number;
}

/** Every entry below a root in byte order of paths. Links are entries, never followed; non-empty directories are not entries. */
export function* walk(root: LocalRoot, options: WalkOptions): Generator<Entry> {
  const isExcluded = pathFilterOf(root.exclude);
  const levels: Level[] = [];
  const rootStats = lstatSync(systemPath(root.path === '' ? '/' : root.path));
  levels.push(openLevel('', root.path, rootStats.ctimeMs));
  try {
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const next = level.names.next();
      if (next.done === true) {
        levels.pop();
        level.anchor.release();
        continue;
      }
      const name = nameOf(next.value);
      const path = level.directory + name;
      const bare = name.endsWith('/') ? path.slice(0, -1) : path;
      if (isExcluded(bare) || root.nested.includes(bare)) continue;
      if (kindOf(next.value) === 'd') yield* enter(level, name, path);
      else if (isInRange(path, options.range)) yield* entryAt(level, name, path);
    }
  } finally {
    for (const level of levels) {
      level.names.return?.();
      level.anchor.release();
    }
  }

  function openLevel(directory: BytePath, base: BytePath, changedAtMs: number): Level {
    const anchor = anchorOf(base);
    try {
      const names = readDirectory(systemPath(anchor.base === '' ? '/' : anchor.base), options.spillDirectory);
      return { directory, anchor, names: names[Symbol.iterator](), changedAtMs };
    } catch (error) {
      anchor.release();
      throw error;
    }
  }

  function* enter(level: Level, name: string, path: BytePath): Generator<Entry> {
    if (!mayHoldRange(path, options.range)) return;
    const base = `${level.anchor.base}/${name.slice(0, -1)}`;
    try {
      const stats = lstatSync(systemPath(base));
      if (root.oneFileSystem && String(stats.dev) !== root.device) {
        options.report(undefined, 'cross into another file system', path);
        yield { path, kind: 'unreadable', sizeBytes: 0 };
        return;
      }
      const child = openLevel(path, base, Math.max(level.changedAtMs, stats.ctimeMs));
      const first = child.names.next();
      if (first.done === true) {
        child.anchor.release();
        if (isInRange(path, options.range)) {
          const { mtimeMs: modifiedAtMs, ctimeMs: changedAtMs } = stats;
          const above = level.changedAtMs;
          yield { path, kind: 'directory', sizeBytes: 0, modifiedAtMs, changedAtMs, ancestorsChangedAtMs: above };
        }
        return;
      }
      levels.push({ ...child, names: withFirst(first.value, child.names) });
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return; // it went away while we looked
      options.report(error, 'read directory', path);
      yield { path, kind: 'unreadable', sizeBytes: 0 };
    }
  }

  function* entryAt(level: Level, name: string, path: BytePath): Generator<Entry> {
    try {
      const entry = entryOf(systemPath(`${level.anchor.base}/${name}`), path);
      if (entry !== undefined) yield { ...entry, ancestorsChangedAtMs: level.changedAtMs };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return;
      options.report(error, 'look at entry', path);
      yield { path, kind: 'unreadable', sizeBytes: 0 };
    }
  }
}

const KINDS = { f: 'file', l: 'symlink', s: 'special' } as const;

/**
 * One entry as `lstat` sees it; undefined for a directory, which is an entry only where it is empty.
 *
 * @throws the system's error
 */
export function entryOf(system: SystemPath, path: BytePath): Entry | undefined {
  const stats = lstatSync(system);
  const letter = letterOf(stats);
  if (letter === 'd' || letter === '?') return undefined;
  return {
    path,
    kind: KINDS[letter],
    sizeBytes: letter === 'f' ? stats.size : 0,
    modifiedAtMs: stats.mtimeMs,
    changedAtMs: stats.ctimeMs,
    identity: `${stats.dev}:${stats.ino}`,
    ...(letter === 'l' ? { linkTarget: readlinkSync(system, { encoding: 'latin1' as BufferEncoding }) } : {}),
  };
}

function* withFirst(first: PackedName, rest: Iterator<PackedName>): Generator<PackedName> {
  try {
    yield first;
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  } finally {
    rest.return?.();
  }
}

function isInRange(path: BytePath, range: KeyRange): boolean {
  return (range.from === undefined || path >= range.from) && (range.to === undefined || path < range.to);
}

/** Whether a directory (with its slash) can hold paths of the range. */
function mayHoldRange(directory: BytePath, range: KeyRange): boolean {
  if (range.to !== undefined && directory >= range.to) return false;
  return range.from === undefined || directory >= range.from || range.from.startsWith(directory);
}
