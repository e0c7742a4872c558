import { type BigIntStats, closeSync, readSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { openQuietly } from '../../lib/open-quietly.ts';
import type { Entry, KeyRange } from '../../model/entry.ts';
import { FirebreakError } from '../../model/errors.ts';
import { type BytePath, pathTextOf } from '../../model/path.ts';
import type { Adapter, LocalRoot, OpenContext, Store, Target, TopLevelName } from '../adapter.ts';
import { systemCode, translateError } from './errors.ts';
import { collectLocalFacts } from './facts/collect.ts';
import type { LocalOptions } from './options.ts';
import { reach } from './reach.ts';
import { kindOf, nameOf, readDirectory } from './read-directory.ts';
import { isUnmountedMountPoint } from './unmounted.ts';
import { entryOf, walk } from './walk.ts';

const BATCH_ENTRIES = 1_000;
const READ_BYTES = 256 * 1024;
/** Linux keeps nanoseconds; as floating-point milliseconds they are good to a quarter of a microsecond. */
const EXACT_PRECISION_MS = 0.001;

const KINDS = { f: 'file', d: 'directory', l: 'symlink', s: 'special', '?': 'unreadable' } as const;

/** A directory of this machine. */
export const localAdapter: Adapter = {
  meta: {
    id: 'local',
    title: 'A directory of this machine',
    urls: ['/srv/www', 'backups/www', 'file:///mnt/backup/www'],
    operations: [
      'lstat',
      'stat',
      'statfs',
      'realpath',
      'access',
      'opendir and readdir',
      'readlink',
      'open for reading (O_RDONLY | O_NOFOLLOW | O_NONBLOCK, with O_NOATIME where it is permitted), fstat, read, close',
      'read of /proc, /sys, /dev/disk and /etc (passwd, group, fstab)',
      'lsattr -d -- <root>',
    ],
    leastPrivilege: [
      'Read permission on all files of the copy, and read and search permission on all of its directories.',
      'To read without touching access times: ownership of the files, or root.',
    ],
    limits: [
      'Site, operator and account of a machine cannot be seen from a directory; they are claimed.',
      'Two virtual disks may lie on one physical disk; that they differ proves nothing.',
      'On systems other than Linux only content is compared; disk and host are unsupported.',
    ],
  },
  open: openLocal,
};

async function openLocal(target: Target, context: OpenContext): Promise<Store> {
  const { path, oneFileSystem } = target.options as LocalOptions;
  const { location, stats } = await resolveRoot(path, target.id);
  if ((await isUnmountedMountPoint(location.toString('utf8'))) && isEmptyDirectory(location, context.spillDirectory)) {
    throw new FirebreakError({
      kind: 'not-mounted',
      operation: 'open root',
      copy: target.id,
      path: pathTextOf(location.toString('latin1')),
      message: `\`${target.id}\` (${target.url}) is a mount point in /etc/fstab with nothing mounted on it.`,
      remedy: `Mount it (mount ${target.url}) and run firebreak again.`,
    });
  }
  const { spillDirectory } = context;
  const root: LocalRoot = {
    path: location.equals(SLASH) ? '' : location.toString('latin1'),
    exclude: target.exclude,
    nested: [],
    oneFileSystem,
    device: String(stats.dev),
    inode: String(stats.ino),
    changedAtMs: Number(stats.ctimeNs) / 1e6,
  };

  async function* list(range: KeyRange, signal: AbortSignal): AsyncIterable<readonly Entry[]> {
    const report = (error: unknown, operation: string, at: BytePath) =>
      context.report(translateError(error, operation, target.id, at));
    let batch: Entry[] = [];
    try {
      for (const entry of walk(root, { range, spillDirectory, report })) {
        batch.push(entry);
        if (batch.length < BATCH_ENTRIES) continue;
        throwIfAborted(signal);
        yield batch;
        batch = [];
      }
    } catch (error) {
      throw translateError(error, 'list', target.id);
    }
    throwIfAborted(signal);
    if (batch.length > 0) yield batch;
  }

  async function topLevel(limit: number, signal: AbortSignal): Promise<readonly TopLevelName[]> {
    throwIfAborted(signal);
    const names: TopLevelName[] = [];
    try {
      for (const packed of readDirectory(location, spillDirectory)) {
        if (names.length >= limit) break;
        const name = nameOf(packed);
        names.push({ name: name.endsWith('/') ? name.slice(0, -1) : name, kind: KINDS[kindOf(packed)] });
      }
    } catch (error) {
      throw translateError(error, 'read root directory', target.id);
    }
    return names;
  }

  async function look(at: BytePath, signal: AbortSignal): Promise<Entry | undefined> {
    throwIfAborted(signal);
    try {
      return reach(root.path, at, (system) => entryOf(system, at));
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
      throw translateError(error, 'look at entry', target.id, at);
    }
  }

  async function* read(
    at: BytePath,
    start: number,
    end: number | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    let file: number | undefined;
    try {
      const opened = reach(root.path, at, openQuietly);
      file = opened.file;
      if (!opened.stats.isFile()) throw new FirebreakError(notAFile(target.id, at));
      for (let position = start; end === undefined || position < end; ) {
        throwIfAborted(signal);
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end === undefined ? READ_BYTES : end - position));
        const count = readSync(file, buffer, 0, buffer.length, position);
        if (count === 0) return;
        position += count;
        yield buffer.subarray(0, count);
      }
    } catch (error) {
      throw translateError(error, 'read file', target.id, at);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  return {
    times: { precisionMs: EXACT_PRECISION_MS, zoneKnown: true, clockOffsetMs: 0 },
    location: location.toString('utf8'),
    list,
    topLevel,
    facts: (signal) => collectLocalFacts(location, { signal }),
    look,
    read,
    localRoot: root,
    close: () => Promise.resolve(),
  };
}

const SLASH = Buffer.from('/');

interface ResolvedRoot {
  readonly location: Buffer;
  readonly stats: BigIntStats;
}

async function resolveRoot(path: string, copy: string): Promise<ResolvedRoot> {
  try {
    const location = await realpath(path, { encoding: 'buffer' });
    const stats = await stat(location, { bigint: true });
    if (stats.isDirectory()) return { location, stats };
  } catch (error) {
    const { kind, message, cause } = translateError(error, 'open root', copy);
    throw new FirebreakError({
      kind,
      operation: 'open root',
      copy,
      message: kind === 'not-found' ? `The root of \`${copy}\`, ${path}, does not exist.` : message,
      remedy:
        kind === 'not-found'
          ? 'Correct the path, or mount the disk that should hold it.'
          : 'Run firebreak as a user who may read this directory.',
      cause,
    });
  }
  throw new FirebreakError({
    kind: 'not-a-directory',
    operation: 'open root',
    copy,
    message: `The root of \`${copy}\`, ${path}, is not a directory.`,
    remedy: 'Name the directory that holds the data.',
  });
}

function isEmptyDirectory(location: Buffer, spillDirectory: string): boolean {
  for (const _ of readDirectory(location, spillDirectory)) return false;
  return true;
}

function notAFile(copy: string, at: BytePath) {
  const message = `Cannot read a file in \`${copy}\`: it is no regular file any more.`;
  return { kind: 'protocol', operation: 'read file', copy, path: pathTextOf(at), message } as const;
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new FirebreakError({
    kind: 'aborted',
    operation: 'read',
    message: 'The run was interrupted.',
    cause: signal.reason,
  });
}
