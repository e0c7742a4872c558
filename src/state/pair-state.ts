import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createLineWriter, type LineWriter, readLines } from '../lib/line-file.ts';
import { FirebreakError } from '../model/errors.ts';
import type { BytePath } from '../model/path.ts';

/** What a run leaves behind about one backup for the next one. */
export interface PairStateHeader {
  readonly schemaVersion: 1;
  readonly collectedAtMs: number;
  /** Up to when the backup was known to be current; null where nothing proved it. */
  readonly currentAtMs: number | null;
  /** Nothing was left unproven or unread: what is not among the lacks was held. */
  readonly isClean: boolean;
  readonly entries: number;
  readonly bytes: number;
}

/** A path that was not the same at the backup. */
export interface RememberedLack {
  readonly path: BytePath;
  /** Which version the backup had; see `versionAtCopy`. */
  readonly version: string;
  readonly lackSinceMs: number;
}

export interface PairState {
  readonly header: PairStateHeader;
  /** In byte order of their paths; readable once. */
  readonly lacks: Iterator<RememberedLack>;
}

/** Where the state of a pair lies. Moving either copy to another URL starts anew, for it may be another copy. */
export function pairStatePath(stateDirectory: string, dataset: string, primaryUrl: string, backupUrl: string): string {
  const key = createHash('sha256')
    .update(JSON.stringify([dataset, primaryUrl, backupUrl]))
    .digest('hex');
  return join(stateDirectory, `pair-${key.slice(0, 32)}.jsonl`);
}

/**
 * Opens what an earlier run left; undefined where there was none.
 *
 * @throws {FirebreakError} `protocol` where the file is there and cannot be understood: to go on would forget since when things are lacking
 */
export function readPairState(path: string): PairState | undefined {
  const lines = readLines(path);
  let first: IteratorResult<string>;
  try {
    first = lines.next();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const header = first.done === true ? undefined : parse<PairStateHeader>(first.value, path);
  if (header === undefined || header.schemaVersion !== 1) throw unreadable(path, undefined);
  return { header, lacks: readLacks(lines, path) };
}

/** Only the header, for progress and for proofs of currency. */
export function readPairStateHeader(path: string): PairStateHeader | undefined {
  const state = readPairState(path);
  state?.lacks.return?.();
  return state?.header;
}

export interface PairStateWriter {
  /** In byte order of paths. */
  write(lack: RememberedLack): void;
  finish(): void;
  abandon(): void;
}

/** Writes a new state beside the old one; the caller puts it in its place once the whole run is good. */
export function createPairStateWriter(path: string, header: PairStateHeader): PairStateWriter {
  const writer: LineWriter = createLineWriter(path, 'w');
  writer.write(JSON.stringify(header));
  return {
    write: ({ path: lacking, version, lackSinceMs }) => writer.write(JSON.stringify([lacking, version, lackSinceMs])),
    finish: writer.finish,
    abandon: writer.abandon,
  };
}

function* readLacks(lines: Iterator<string>, file: string): Generator<RememberedLack> {
  let previous = '';
  try {
    for (let line = lines.next(); line.done !== true; line = lines.next()) {
      const [path, version, lackSinceMs] = parse<[string, string, number]>(line.value, file);
      if (
        typeof path !== 'string' ||
        typeof version !== 'string' ||
        typeof lackSinceMs !== 'number' ||
        path < previous
      ) {
        throw unreadable(file, undefined);
      }
      previous = path;
      yield { path, version, lackSinceMs };
    }
  } finally {
    lines.return?.();
  }
}

function parse<T>(line: string, file: string): T {
  try {
    return JSON.parse(line) as T;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): FirebreakError {
  return new FirebreakError({
    kind: 'protocol',
    operation: 'read state',
    message: `The state of earlier runs in ${file} cannot be understood.`,
    remedy: `Remove ${file}; since when entries are lacking is then counted anew.`,
    cause,
  });
}
