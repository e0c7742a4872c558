import { closeSync, fstatSync, lstatSync, readlinkSync, type Stats } from 'node:fs';
import type { LocalRoot } from '../adapters/adapter.ts';
import { systemCode, translateError } from '../adapters/local/errors.ts';
import { type Anchor, anchorOf, systemPath } from '../adapters/local/reach.ts';
import { kindOf, letterOf, nameOf, type PackedName, readDirectory } from '../adapters/local/read-directory.ts';
import { addProblem, countIn, emptyPartial, keepFirst, laterOf, type Partial } from '../compare/partial.ts';
import type { PathRecord, Result, Side } from '../compare/record.ts';
import { createReadBuffers, type ReadBuffers, ReadFailure, readSideBySide } from '../digests/read-pair.ts';
import { type PathFilter, pathFilterOf } from '../lib/glob.ts';
import { type OpenFile, openQuietly } from '../lib/open-quietly.ts';
import type { BytePath } from '../model/path.ts';
import { COUNTERS, idleThreads, isStopRequested, type SharedState } from './shared-state.ts';

/** How a dataset is compared; the same for each of its ranges. */
export interface RangeOptions {
  /** Primary first. */
  readonly roots: readonly LocalRoot[];
  readonly copyIds: readonly string[];
  /** `listed` compares names and sizes alone; `read` compares every byte. */
  readonly proof: 'listed' | 'read';
  readonly digest: boolean;
  /** The dataset whose every entry is to be written out; null where only what is not the same is recorded. */
  readonly entriesOf: string | null;
  readonly collectedAtMs: number;
  /** When the primary's root directory last changed; 0 where that lies in the future. */
  readonly rootChangedAtMs: number;
  readonly spillDirectory: string;
}

/**
 * A part of the work: a directory, and which of its names. Each group is a name, `\0`, and one letter for each copy
 * (as in a packed name; `-` where it has no such name, `h` where that is unknown).
 */
export interface RangeTask {
  readonly directory: BytePath;
  /** Absent: all that the directory holds. */
  readonly groups?: readonly string[];
  /** Which copies have the directory: `d`, `-` or `h` for each. */
  readonly letters: string;
  /** The latest change time at the primary of the directories above and including this one. */
  readonly above: number;
  /** The share of the whole that this part is guessed to be. */
  readonly share: number;
}

export interface RangeOutput {
  record(record: PathRecord): void;
  /** Takes what is the same at every backup that has it, where entries are written out. */
  proven(record: PathRecord): void;
  /** Hands a part to whichever thread is idle. */
  donate(task: RangeTask): void;
}

/** A directory that is being worked through. */
interface Frame {
  readonly directory: BytePath;
  readonly letters: string;
  readonly bases: readonly (BytePath | null)[];
  readonly anchors: readonly Anchor[];
  readonly above: number;
  groups: readonly string[];
  next: number;
  readonly more: Iterator<string> | null;
  readonly sharePerGroup: number;
}

const CHUNK_GROUPS = 4_096;
/** A part of fewer small files is not worth the way to another thread. */
const WORTH_DONATING = 32;
/** Deeper directories are reached through descriptors of this thread. */
const LONGEST_DONATED = 2_000;
const LARGE_BYTES = 4 * 1024 * 1024;
/** Reading so much takes long enough for somebody to write meanwhile. */
const LONG_READ_BYTES = 256 * 1024;
const HOUR_MS = 3_600_000;
const MAX_SHIFT_HOURS = 26;
/** The coarsest step of modification times in use (FAT). */
const COARSEST_STEP_MS = 2_000;

/**
 * Compares ranges of copies that this thread can open itself: lists, merges and proves directory by directory, with
 * synchronous calls, which cost a tenth of promises. The results of all ranges of a dataset merge in any order.
 */
export type RangeWorker = ReturnType<typeof createRangeWorker>;

export function createRangeWorker(options: RangeOptions, state: SharedState, thread: number, output: RangeOutput) {
  const copyCount = options.roots.length;
  const partial: Partial = emptyPartial(copyCount);
  const filters: readonly PathFilter[] = options.roots.map((root) => pathFilterOf(root.exclude));
  const hasFilters = options.roots.some((root) => root.exclude.length > 0 || root.nested.length > 0);
  const buffers: ReadBuffers = createReadBuffers();
  const shouldStop = () => isStopRequested(state);
  const backups = Array.from({ length: copyCount - 1 }, (_, index) => index + 1);
  const allFiles = 'f'.repeat(copyCount);
  const counterAt = thread * COUNTERS;
  let stack: Frame[] = [];

  /** Works through one part; returns early where a stop is requested. */
  function run(task: RangeTask): void {
    stack = [];
    const first = openFrame(task, null);
    if (first !== undefined) stack.push(first);
    try {
      for (let frame = stack.at(-1); frame !== undefined && !shouldStop(); frame = stack.at(-1)) {
        const group = nextGroup(frame);
        if (group === undefined) {
          stack.pop();
          closeFrame(frame);
          continue;
        }
        const child = visit(frame, group);
        if (child !== undefined) stack.push(child);
        if (idleThreads(state) > 0) donate(0);
      }
    } finally {
      for (const frame of stack) closeFrame(frame);
    }
  }

  function nextGroup(frame: Frame): string | undefined {
    if (frame.next >= frame.groups.length && frame.more !== null) {
      frame.groups = takeChunk(frame.more);
      frame.next = 0;
    }
    const group = frame.groups[frame.next];
    if (group !== undefined) frame.next++;
    return group;
  }

  function closeFrame(frame: Frame): void {
    for (const anchor of frame.anchors) anchor.release();
    frame.more?.return?.();
  }

  /** Gives away half of what is left nearest to the root, where parts are largest; of few small files only while a large one is being read. */
  function donate(busyBytes: number): void {
    for (const frame of stack) {
      const left = frame.groups.length - frame.next;
      if (left < 1 || frame.directory.length > LONGEST_DONATED) continue;
      const hasDirectory = left < WORTH_DONATING && frame.groups.slice(frame.next).some((group) => group.includes('/'));
      if (left < WORTH_DONATING && !hasDirectory && busyBytes < LARGE_BYTES) continue;
      const kept = Math.floor(left / 2);
      const groups = frame.groups.slice(frame.next + kept);
      frame.groups = frame.groups.slice(frame.next, frame.next + kept);
      frame.next = 0;
      const { directory, letters, above } = frame;
      output.donate({ directory, groups, letters, above, share: frame.sharePerGroup * groups.length });
      return;
    }
  }

  function openFrame(task: RangeTask, parent: Frame | null): Frame | undefined {
    const { directory } = task;
    const name = directory === '' ? '' : directory.slice(directory.lastIndexOf('/', directory.length - 2) + 1, -1);
    const anchors: Anchor[] = [];
    let letters = task.letters;
    const refuse = (copy: number, error: unknown) => {
      // A directory that went away meanwhile holds nothing now; the second look tells.
      letters = replaceAt(letters, copy, systemCode(error) === 'ENOENT' ? '-' : 'h');
      if (systemCode(error) !== 'ENOENT') problem(copy, error, 'read directory', directory);
    };
    const bases = options.roots.map((root, copy) => {
      if (task.letters.charAt(copy) !== 'd') return null;
      const above = parent?.bases[copy];
      const base = above === null || above === undefined ? join(root.path, directory) : `${above}/${name}`;
      try {
        const anchor = anchorOf(base);
        if (anchor.base !== base) anchors.push(anchor);
        return anchor.base;
      } catch (error) {
        refuse(copy, error);
        return null;
      }
    });
    if (task.groups !== undefined) {
      const { above, groups } = task;
      const sharePerGroup = task.share / Math.max(1, groups.length);
      return { directory, letters, bases, anchors, above, groups, next: 0, more: null, sharePerGroup };
    }
    let isLazy = false;
    const lists = bases.map((base, copy) => {
      if (base === null) return [];
      try {
        const names = readDirectory(systemPath(base === '' ? '/' : base), options.spillDirectory);
        isLazy ||= !Array.isArray(names);
        return names;
      } catch (error) {
        refuse(copy, error);
        return [];
      }
    });
    const groups = mergeNames(lists, letters);
    visitDirectoryItself(directory, letters, lists, task.above);
    if (isLazy) {
      const more = groups[Symbol.iterator]();
      return { directory, letters, bases, anchors, above: task.above, groups: [], next: 0, more, sharePerGroup: 0 };
    }
    const all = [...groups];
    const sharePerGroup = all.length === 0 ? 0 : task.share / all.length;
    if (all.length === 0) advance(task.share);
    return { directory, letters, bases, anchors, above: task.above, groups: all, next: 0, more: null, sharePerGroup };
  }

  /** Directories count as entries only where they are empty; one that could not be read is a hole. */
  function visitDirectoryItself(
    directory: BytePath,
    letters: string,
    lists: readonly (readonly PackedName[] | Iterable<PackedName>)[],
    above: number,
  ): void {
    if (directory === '') return;
    const isHole = letters.includes('h');
    const isEmpty = (copy: number) => Array.isArray(lists[copy]) && (lists[copy] as readonly unknown[]).length === 0;
    const primaryIsEmpty = letters.charAt(0) === 'd' && isEmpty(0);
    const someBackupIsEmpty =
      letters.charAt(0) === '-' && backups.some((copy) => letters.charAt(copy) === 'd' && isEmpty(copy));
    if (!isHole && !primaryIsEmpty && !someBackupIsEmpty) return;
    const sides = [...letters].map((letter, copy): Side | null | 'h' => {
      if (letter === 'h') return 'h';
      return letter === 'd' && (copy === 0 ? primaryIsEmpty : isEmpty(copy) || primaryIsEmpty) ? EMPTY_DIRECTORY : null;
    });
    settleDirect(directory, sides, above);
  }

  function visit(frame: Frame, group: string): Frame | undefined {
    const end = group.length - copyCount - 1;
    const name = group.slice(0, end);
    let letters = group.slice(end + 1);
    const path = frame.directory + name;
    if (hasFilters) letters = withoutExcluded(path, letters);
    if (letters === allFiles) {
      visitFiles(frame, name, path);
      advance(frame.sharePerGroup);
      return undefined;
    }
    if (name.endsWith('/')) return visitDirectory(frame, name, path, letters);
    visitOther(frame, name, path, letters);
    advance(frame.sharePerGroup);
    return undefined;
  }

  function withoutExcluded(path: BytePath, letters: string): string {
    const bare = path.endsWith('/') ? path.slice(0, -1) : path;
    let left = letters;
    options.roots.forEach((root, copy) => {
      if (filters[copy]?.(bare) === true || root.nested.includes(bare)) left = replaceAt(left, copy, '-');
    });
    return left;
  }

  function visitDirectory(frame: Frame, name: string, path: BytePath, seen: string): Frame | undefined {
    let letters = seen;
    let above = frame.above;
    for (let copy = 0; copy < copyCount; copy++) {
      const base = frame.bases[copy];
      if (letters.charAt(copy) !== 'd' || base === null || base === undefined) continue;
      try {
        const stats = lstatSync(systemPath(`${base}/${name.slice(0, -1)}`));
        if (copy === 0 && stats.ctimeMs <= options.collectedAtMs) above = Math.max(above, stats.ctimeMs);
        const root = options.roots[copy] as LocalRoot;
        if (root.oneFileSystem && String(stats.dev) !== root.device) {
          letters = replaceAt(letters, copy, 'h');
          addProblem(partial, { copy, ...NOT_CROSSED }, path);
        }
      } catch (error) {
        letters = replaceAt(letters, copy, systemCode(error) === 'ENOENT' ? '-' : 'h');
        if (systemCode(error) !== 'ENOENT') problem(copy, error, 'look at directory', path);
      }
    }
    if (!letters.includes('d') && !letters.includes('h')) {
      advance(frame.sharePerGroup);
      return undefined;
    }
    return openFrame({ directory: path, letters, above, share: frame.sharePerGroup }, frame);
  }

  /** The common case: every copy has a regular file here. */
  function visitFiles(frame: Frame, name: string, path: BytePath): void {
    if (options.proof === 'listed') {
      visitOther(frame, name, path, allFiles);
      return;
    }
    const opened: (OpenFile | null)[] = [];
    try {
      for (let copy = 0; copy < copyCount; copy++) {
        const base = frame.bases[copy] as BytePath;
        try {
          opened.push(openQuietly(systemPath(`${base}/${name}`)));
        } catch (error) {
          opened.push(null);
          if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ELOOP') problem(copy, error, 'read file', path);
        }
      }
      // What vanished, changed its kind or refused to open is looked at on its own.
      if (opened.some((file) => file === null || !file.stats.isFile())) visitOther(frame, name, path, allFiles);
      else compareFiles(path, opened as OpenFile[], frame.above);
    } finally {
      for (const file of opened) if (file !== null) closeSync(file.file);
    }
  }

  function countAndAsk(bytesRead: number): boolean {
    state.counters[counterAt + 1] = (state.counters[counterAt + 1] as number) + bytesRead;
    return shouldStop();
  }

  function compareFiles(path: BytePath, files: readonly OpenFile[], above: number): void {
    const own = files[0] as OpenFile;
    const size = own.stats.size;
    const candidates = backups.filter((copy) => {
      const stats = (files[copy] as OpenFile).stats;
      return stats.size === size && !isSameFile(own.stats, stats);
    });
    let equal: readonly boolean[] = candidates.map(() => size === 0);
    let digest: string | undefined;
    let failed: number | null = null;
    if (size >= LARGE_BYTES && idleThreads(state) > 0) donate(size);
    if ((size > 0 && candidates.length > 0) || options.digest) {
      try {
        const others = candidates.map((copy) => (files[copy] as OpenFile).file);
        const result = readSideBySide(own.file, others, size, options.digest, buffers, countAndAsk);
        equal = result.equal;
        digest = result.digest;
      } catch (error) {
        if (!(error instanceof ReadFailure)) {
          if (shouldStop()) return;
          throw error;
        }
        failed = error.index === 0 ? 0 : (candidates[error.index - 1] as number);
        problem(failed, error.cause, 'read file', path);
      }
    }
    // What changed while it was read is looked at again; a small file is read in the moment after it was opened.
    const hasMoved = (copy: number) => size >= LONG_READ_BYTES && !isUntouched(files[copy] as OpenFile);
    const ownMoved = candidates.length > 0 && failed === null && hasMoved(0);
    const results = backups.map((copy): Result => {
      const stats = (files[copy] as OpenFile).stats;
      if (isSameFile(own.stats, stats)) return '=';
      if (stats.size !== size) return 'x';
      if (failed !== null) return 'u'; // one unreadable file ends the common pass; the others are proven in the second look
      return equal[candidates.indexOf(copy)] === true && !ownMoved && !hasMoved(copy) ? '=' : 'x';
    });
    for (let copy = 0; copy < copyCount; copy++) countListed(copy, (files[copy] as OpenFile).stats);
    finish(path, results, () => files.map((file) => fileSide(file.stats)), own.stats, files, above, digest);
  }

  /** Everything that is not a regular file in every copy, or is not read. */
  function visitOther(frame: Frame, name: string, path: BytePath, letters: string): void {
    const sides = frame.bases.map((base, copy): Side | null | 'h' => {
      const letter = letters.charAt(copy);
      if (letter === 'h') return 'h';
      if (letter === '-' || base === null) return null;
      try {
        return lookAt(systemPath(`${base}/${name}`), copy);
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null;
        problem(copy, error, 'look at entry', path);
        return 'h';
      }
    });
    settleDirect(path, sides, frame.above);
  }

  function lookAt(path: string | Buffer, copy: number): Side | null {
    const stats = lstatSync(path);
    const letter = letterOf(stats);
    if (letter === 'd' || letter === '?') return null; // became a directory meanwhile: no longer an entry of this name
    countListed(copy, stats);
    if (letter === 'l') {
      return {
        ...fileSide(stats),
        k: 'l',
        size: 0,
        link: readlinkSync(path, { encoding: 'latin1' as BufferEncoding }),
      };
    }
    return { ...fileSide(stats), k: letter, size: letter === 'f' ? stats.size : 0 };
  }

  /** Settles what needs no content: one-sided entries, links, kinds, holes, files that are not to be read. */
  function settleDirect(path: BytePath, sides: readonly (Side | null | 'h')[], above: number): void {
    if (sides.every((side) => side === null)) return;
    const own = sides[0] ?? null;
    sides.forEach((side, copy) => {
      if (side === EMPTY_DIRECTORY)
        countIn((partial.copies[copy] as { listing: { entries: number; bytes: number } }).listing, 0);
    });
    const results = backups.map((copy) => resultOf(own, sides[copy] ?? null));
    for (const copy of backups) {
      if (results[copy - 1] !== 'h') continue;
      const side = own === 'h' || own === null ? sides[copy] : own;
      countIn(
        (partial.pairs[copy - 1] as { notCompared: { entries: number; bytes: number } }).notCompared,
        side === null || side === 'h' || side === undefined ? 0 : side.size,
      );
    }
    results.forEach((result, index) => {
      const side = sides[index + 1];
      if (result !== 'u' || own === null || own === 'h' || side === null || side === undefined || side === 'h') return;
      countTimes(partial.pairs[index] as Partial['pairs'][number], null, own.m, side.m);
    });
    advanceEntries();
    if (results.every((result) => result === '=')) countSame(own as Side);
    else if (results.some((result) => result === '=')) {
      results.forEach((result, index) => {
        if (result === '=')
          countIn((partial.pairs[index] as { same: { entries: number; bytes: number } }).same, (own as Side).size);
      });
    }
    if (results.some((result) => result !== '=' && result !== ' ')) output.record({ path, sides, results, above });
    else if (options.entriesOf !== null) output.proven({ path, sides, results, above });
  }

  function countSame(own: Side): void {
    for (const pair of partial.pairs) countIn(pair.same, own.size);
  }

  function finish(
    path: BytePath,
    results: readonly Result[],
    sides: () => readonly Side[],
    own: Stats,
    files: readonly OpenFile[],
    above: number,
    digest: string | undefined,
  ): void {
    let isAllSame = true;
    for (const copy of backups) {
      const pair = partial.pairs[copy - 1] as Partial['pairs'][number];
      if (results[copy - 1] !== '=') {
        isAllSame = false;
        continue;
      }
      const stats = (files[copy] as OpenFile).stats;
      countIn(pair.same, own.size);
      if (isSameFile(own, stats)) {
        countIn(pair.linked, own.size);
        keepFirst(pair.linked.paths, { path, sizeBytes: own.size, modifiedAtMs: own.mtimeMs });
      } else countTimes(pair, path, own.mtimeMs, stats.mtimeMs);
    }
    advanceEntries();
    if (isAllSame && options.entriesOf === null) return;
    const record = { path, sides: sides(), results, above, ...(digest === undefined ? {} : { digest }) };
    if (isAllSame) output.proven(record);
    else output.record(record);
  }

  /** Notes what a pair of equal size says about zones and, with `path`, where content was proved equal, up to when the backup is current. */
  function countTimes(pair: Partial['pairs'][number], path: BytePath | null, ownMs: number, otherMs: number): void {
    pair.pairs++;
    const distance = otherMs - ownMs;
    const hours = Math.round(distance / HOUR_MS);
    const isWhole = Math.abs(distance - hours * HOUR_MS) <= COARSEST_STEP_MS && Math.abs(hours) <= MAX_SHIFT_HOURS;
    // A copy written later than its original shows the copying's time; it still proves that the copying saw this version.
    const key = isWhole ? hours : distance > 0 ? Number.POSITIVE_INFINITY : null;
    if (key === null) return;
    const shift = (pair.shifts[key] ??= { pairs: 0, latest: null });
    shift.pairs++;
    if (path === null || ownMs > options.collectedAtMs || (shift.latest !== null && ownMs < shift.latest.atMs)) return;
    shift.latest = laterOf(shift.latest, { atMs: ownMs, path });
  }

  function countListed(copy: number, stats: Stats): void {
    const own = partial.copies[copy] as Partial['copies'][number];
    own.listing.entries++;
    if (!stats.isFile()) return;
    own.listing.bytes += stats.size;
    const modifiedAtMs = stats.mtimeMs;
    own.times++;
    if (modifiedAtMs % 1000 === 0) own.wholeSeconds++;
    if (modifiedAtMs % 2000 === 0) own.evenSeconds++;
    if (modifiedAtMs > own.newestModifiedAtMs) own.newestModifiedAtMs = modifiedAtMs;
  }

  function advanceEntries(): void {
    state.counters[counterAt] = (state.counters[counterAt] as number) + 1;
  }

  function advance(share: number): void {
    state.counters[counterAt + 2] = (state.counters[counterAt + 2] as number) + share;
  }

  function problem(copy: number, error: unknown, operation: string, path: BytePath): void {
    const { kind, message, remedy } = translateError(error, operation, options.copyIds[copy] ?? '', path);
    addProblem(partial, { copy, kind, operation, message, remedy: remedy ?? '' }, path);
  }

  return { run, partial };
}

const EMPTY_DIRECTORY: Side = { k: 'd', size: 0, m: 0, c: 0, id: '' };

const NOT_CROSSED = {
  kind: 'unsupported',
  operation: 'cross into another file system',
  message: 'Another file system is mounted here; what lies on it was not compared.',
  remedy: 'Set `oneFileSystem: false` to compare it too, or exclude it if it is not part of the dataset.',
} as const;

/** What can be said without reading content. */
export function resultOf(own: Side | null | 'h', other: Side | null | 'h'): Result {
  if (own === null && other === null) return ' ';
  if (own === 'h' || other === 'h') return 'h';
  if (other === null) return '-';
  if (own === null) return '+';
  if (own.k !== other.k) return 'x';
  if (own.k === 's') return 'n';
  if (own.k === 'd') return '=';
  if (own.k === 'l') return own.link === other.link ? '=' : 'x';
  if (own.size !== other.size) return 'x';
  return own.size === 0 ? '=' : 'u';
}

/** Whether an open file still is what it was when it was opened: content, size and name. */
export function isUntouched({ file, stats }: OpenFile): boolean {
  const now = fstatSync(file);
  return now.size === stats.size && now.mtimeMs === stats.mtimeMs && now.ctimeMs === stats.ctimeMs;
}

export function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

/** Of regular files; other kinds put theirs over it. */
export function fileSide(stats: Stats): Side {
  return { k: 'f', size: stats.size, m: stats.mtimeMs, c: stats.ctimeMs, id: `${stats.dev}:${stats.ino}` };
}

function join(root: BytePath, directory: BytePath): BytePath {
  return directory === '' ? root : `${root}/${directory.slice(0, -1)}`;
}

function replaceAt(letters: string, at: number, letter: string): string {
  return letters.slice(0, at) + letter + letters.slice(at + 1);
}

function takeChunk(source: Iterator<string>): string[] {
  const chunk: string[] = [];
  while (chunk.length < CHUNK_GROUPS) {
    const next = source.next();
    if (next.done === true) break;
    chunk.push(next.value);
  }
  return chunk;
}

/** Joins the sorted names of one directory in all copies into groups. A copy that cannot be listed gives `h` for each. */
export function* mergeNames(
  lists: readonly (readonly PackedName[] | Iterable<PackedName>)[],
  letters: string,
): Iterable<string> {
  const sources = lists.map((list) => list[Symbol.iterator]());
  const heads = sources.map((source) => source.next());
  const missing = [...letters].map((letter) => (letter === 'h' ? 'h' : '-'));
  try {
    for (;;) {
      let least: string | null = null;
      for (const head of heads) {
        if (head.done === true) continue;
        const name = nameOf(head.value);
        if (least === null || name < least) least = name;
      }
      if (least === null) return;
      let group = `${least}\0`;
      for (let copy = 0; copy < heads.length; copy++) {
        const head = heads[copy] as IteratorResult<string>;
        if (head.done === true || nameOf(head.value) !== least) {
          group += missing[copy];
          continue;
        }
        group += kindOf(head.value);
        heads[copy] = (sources[copy] as Iterator<string>).next();
      }
      yield group;
    }
  } finally {
    for (const source of sources) source.return?.();
  }
}
