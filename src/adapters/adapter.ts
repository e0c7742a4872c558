import type { Claims } from '../model/claim.ts';
import type { Entry, EntryKind, KeyRange } from '../model/entry.ts';
import type { FirebreakError } from '../model/errors.ts';
import type { CopyFacts } from '../model/evidence.ts';
import type { BytePath } from '../model/path.ts';

export interface AdapterMeta {
  /** Equals the folder's name. */
  readonly id: string;
  readonly title: string;
  /** How its URLs look, for the reference. */
  readonly urls: readonly string[];
  /** Every operation that it may perform on a copy: system calls, SDK commands, command templates. None of them writes or deletes. */
  readonly operations: readonly string[];
  /** What the login needs, as sentences. */
  readonly leastPrivilege: readonly string[];
  /** What it can never tell, as sentences. */
  readonly limits: readonly string[];
}

/** What to open. `options` were parsed by the adapter's own schema. */
export interface Target {
  readonly id: string;
  readonly role: 'primary' | 'backup';
  /** As the user wrote it, without secrets. */
  readonly url: string;
  readonly options: unknown;
  readonly exclude: readonly string[];
  readonly claims: Claims;
}

/** How a store keeps times. */
export interface StoreTimes {
  /** The step in which it keeps modification times; entries may prove a coarser one. */
  readonly precisionMs: number;
  /** Whether times carry a zone; where they do not, a uniform shift is looked for. */
  readonly zoneKnown: boolean;
  /** Its clock minus ours; every bound widens by its amount. */
  readonly clockOffsetMs: number;
}

/** A root that worker threads of this process may open by themselves, with synchronous calls. */
export interface LocalRoot {
  /** Absolute, symbolic links resolved, as bytes, without trailing slash (`/` itself is the empty string). */
  readonly path: BytePath;
  /** Globs on the path relative to the root. */
  readonly exclude: readonly string[];
  /** Roots of other copies inside this one (relative, as bytes), which are never listed as part of it. */
  readonly nested: readonly BytePath[];
  readonly oneFileSystem: boolean;
  /** `st_dev` and `st_ino` of the root, as decimal text: equal ones are one directory, wherever it is mounted. */
  readonly device: string;
  readonly inode: string;
  /** When the root directory itself last changed (POSIX ctime). */
  readonly changedAtMs: number;
}

export interface TopLevelName {
  readonly name: BytePath;
  readonly kind: EntryKind;
}

/**
 * An opened copy. Optional methods are capabilities: presence is the capability. None writes or deletes.
 */
export interface Store {
  readonly times: StoreTimes;
  /** The root as a person would cite it, links resolved. */
  readonly location: string;

  /**
   * Lists every entry in `range`, in batches, in ascending byte order of `path`, each path once. Never follows symbolic
   * links out of the root. What cannot be read is an entry of kind `unreadable`, and is reported as a problem.
   *
   * @throws {FirebreakError} where the listing cannot be completed; ending early would look like deleted files
   */
  list(range: KeyRange, signal: AbortSignal): AsyncIterable<readonly Entry[]>;

  /** The names directly below the root, in byte order, at most `limit`; kinds as a listing would give them, non-empty directories included. */
  topLevel(limit: number, signal: AbortSignal): Promise<readonly TopLevelName[]>;

  /** Asks each fact on its own: one refusal never spoils its neighbours. Never throws but for `aborted`. */
  facts(signal: AbortSignal): Promise<CopyFacts>;

  /** One entry as it is now; `undefined` where there is none. */
  look?(path: BytePath, signal: AbortSignal): Promise<Entry | undefined>;

  /** The bytes of one file from `start` (included) to `end` (excluded; absent: to the end). */
  read?(path: BytePath, start: number, end: number | undefined, signal: AbortSignal): AsyncIterable<Uint8Array>;

  readonly localRoot?: LocalRoot;

  close(): Promise<void>;
}

export interface OpenContext {
  readonly signal: AbortSignal;
  /** An existing folder of this run's own, for what does not fit into memory. */
  readonly spillDirectory: string;
  /** Takes what went wrong without ending the run. */
  report(error: FirebreakError): void;
}

export interface Adapter {
  readonly meta: AdapterMeta;
  /**
   * @throws {FirebreakError} `not-found`, `not-a-directory` or `not-mounted` for a root that is no copy; an empty root opens
   */
  open(target: Target, context: OpenContext): Promise<Store>;
}
