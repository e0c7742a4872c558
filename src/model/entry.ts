import type { BytePath } from './path.ts';

/**
 * `directory` stands for an *empty* directory only. `special` is a FIFO, socket or device: listed, never opened.
 * `unreadable` is a directory (path ends in `/`) whose content could not be listed, or an entry that could not be
 * looked at: everything at or below its path is unknown in that copy.
 */
export type EntryKind = 'file' | 'symlink' | 'directory' | 'special' | 'unreadable';

/** One item of a listing. Plain data, so it can be spilled to disk and merged later. */
export interface Entry {
  readonly path: BytePath;
  readonly kind: EntryKind;
  /** 0 for everything but files. */
  readonly sizeBytes: number;
  readonly modifiedAtMs?: number;
  /** When content, name or attributes last changed, by the clock of the store (POSIX ctime). */
  readonly changedAtMs?: number;
  /** The latest `changedAtMs` of the directories above it up to the root; a renamed parent moves it. */
  readonly ancestorsChangedAtMs?: number;
  /** When the store received this version, by its own clock. POSIX has no such time. */
  readonly storedAtMs?: number;
  /** Target of a symbolic link, as bytes. */
  readonly linkTarget?: BytePath;
  /** Device and inode (`dev:ino`): two entries with one identity are one file. */
  readonly identity?: string;
}

/** A half-open range of paths, `from` included, `to` excluded; absent means open. */
export interface KeyRange {
  readonly from?: BytePath;
  readonly to?: BytePath;
}
