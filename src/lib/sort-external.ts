import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SorterOptions {
  /** An existing folder of this process's own, for what does not fit into memory. */
  readonly directory: string;
  /** Runs that other sorters detached; this one owns them from now on. */
  readonly runs?: readonly Run[];
  /** How many characters are held in memory before a run is spilled. */
  readonly memoryChars?: number;
}

/** Sorts more records than memory holds. A record is text in which every unit is one byte (0 to 255). */
export interface Sorter {
  add(record: string): void;
  /** All records in ascending order of their units, equal ones as often as added. Ends the adding; call once. */
  sorted(): Iterable<string>;
  /** Ends the adding and hands over what was spilled, everything included, to a sorter of another thread of this process. */
  detach(): readonly Run[];
  /** Frees the files, also before `sorted` was read to its end. */
  close(): void;
}

const DEFAULT_MEMORY_CHARS = 4 * 1024 * 1024;
/** More runs than this are merged into one before going on, so that open files and buffers stay bounded. */
const MAX_RUNS = 32;
const READ_BYTES = 64 * 1024;
const WRITE_BYTES = 128 * 1024;
const LENGTH_BYTES = 4;
/** What a string costs beside its characters. */
const STRING_OVERHEAD = 24;

/** A sorted part on disk, by its open descriptor. */
export interface Run {
  readonly file: number;
  sizeBytes: number;
}

let runCount = 0;

/** Memory stays within a few times `memoryChars`, however many records are added; at most 32 spilled runs are open. */
export function createSorter(options: SorterOptions): Sorter {
  const memoryChars = options.memoryChars ?? DEFAULT_MEMORY_CHARS;
  let held: string[] = [];
  let heldChars = 0;
  let runs: Run[] = [...(options.runs ?? [])];

  function add(record: string): void {
    held.push(record);
    heldChars += record.length + STRING_OVERHEAD;
    if (heldChars >= memoryChars) spill();
  }

  function spill(): void {
    held.sort();
    runs.push(writeRun(options.directory, held));
    held = [];
    heldChars = 0;
    if (runs.length >= MAX_RUNS) {
      const merged = writeRun(options.directory, mergeRuns(runs.map(readRun)));
      closeRuns(runs);
      runs = [merged];
    }
  }

  function* sorted(): Iterable<string> {
    if (runs.length === 0) {
      held.sort();
      yield* held;
      held = [];
      return;
    }
    if (held.length > 0) spill();
    try {
      yield* mergeRuns(runs.map(readRun));
    } finally {
      close();
    }
  }

  function detach(): readonly Run[] {
    if (held.length > 0) spill();
    const detached = runs;
    runs = [];
    return detached;
  }

  function close(): void {
    closeRuns(runs);
    runs = [];
    held = [];
  }

  return { add, sorted, detach, close };
}

function writeRun(directory: string, records: Iterable<string>): Run {
  const run: Run = { file: openNameless(directory), sizeBytes: 0 };
  const { file } = run;
  const buffer = Buffer.allocUnsafe(WRITE_BYTES);
  let used = 0;
  const flush = () => {
    writeFully(file, buffer.subarray(0, used), run.sizeBytes);
    run.sizeBytes += used;
    used = 0;
  };
  for (const record of records) {
    if (used + LENGTH_BYTES + record.length > WRITE_BYTES) flush();
    if (LENGTH_BYTES + record.length > WRITE_BYTES) {
      const large = Buffer.allocUnsafe(LENGTH_BYTES + record.length);
      large.writeUInt32LE(record.length, 0);
      large.write(record, LENGTH_BYTES, 'latin1');
      writeFully(file, large, run.sizeBytes);
      run.sizeBytes += large.length;
      continue;
    }
    buffer.writeUInt32LE(record.length, used);
    buffer.write(record, used + LENGTH_BYTES, 'latin1');
    used += LENGTH_BYTES + record.length;
  }
  flush();
  return run;
}

/** A new file without a name: it goes away with the process, however that ends. */
function openNameless(directory: string): number {
  for (;;) {
    // Other threads count for themselves, so for a moment a name may be theirs.
    const path = join(directory, `run-${process.pid}-${runCount++}`);
    try {
      const file = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

function writeFully(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function* readRun(run: Run): Generator<string> {
  let buffer = Buffer.allocUnsafe(READ_BYTES);
  let filled = 0;
  for (let at = 0; at < run.sizeBytes; ) {
    const count = readSync(run.file, buffer, filled, buffer.length - filled, at);
    if (count === 0) throw new Error('a spilled run ended early');
    at += count;
    filled += count;
    let taken = 0;
    while (taken + LENGTH_BYTES <= filled) {
      const end = taken + LENGTH_BYTES + buffer.readUInt32LE(taken);
      if (end > filled) break;
      yield buffer.toString('latin1', taken + LENGTH_BYTES, end);
      taken = end;
    }
    const rest = filled - taken;
    const needed = rest >= LENGTH_BYTES ? LENGTH_BYTES + buffer.readUInt32LE(taken) : LENGTH_BYTES;
    const next = needed > buffer.length ? Buffer.allocUnsafe(needed) : buffer;
    buffer.copy(next, 0, taken, filled);
    buffer = next;
    filled = rest;
  }
  if (filled > 0) throw new Error('a spilled run ended early');
}

function* mergeRuns(sources: readonly Generator<string>[]): Generator<string> {
  const heads: { value: string; source: Generator<string> }[] = [];
  for (const source of sources) {
    const first = source.next();
    if (!first.done) heads.push({ value: first.value, source });
  }
  while (heads.length > 0) {
    let least = 0;
    for (let i = 1; i < heads.length; i++) {
      if ((heads[i] as { value: string }).value < (heads[least] as { value: string }).value) least = i;
    }
    const head = heads[least] as { value: string; source: Generator<string> };
    yield head.value;
    const next = head.source.next();
    if (next.done) heads.splice(least, 1);
    else head.value = next.value;
  }
}

function closeRuns(runs: readonly Run[]): void {
  for (const run of runs) closeSync(run.file);
}
