import type { BytePath } from '../model/path.ts';

/** `f` file, `d` empty directory, `l` symbolic link, `s` special. */
export type SideKind = 'f' | 'd' | 'l' | 's';

/** What one copy holds under a path. Short names, because there is one for each entry that is spilled. Times are epoch milliseconds. */
export interface Side {
  readonly k: SideKind;
  readonly size: number;
  /** Modification time. */
  readonly m: number;
  /** Change time (POSIX ctime). */
  readonly c: number;
  /** `dev:ino`. */
  readonly id: string;
  /** Target of a link. */
  readonly link?: BytePath;
}

/**
 * What the first look found for one backup. `=` content proved equal. `x` content, size or kind differs. `u` sizes are
 * equal and nothing proves the content. `-` only the primary has it. `+` only the backup has it. `h` one side could not
 * be looked at. `n` cannot be compared by content at all (FIFO, socket, device). ` ` neither has it.
 */
export type Result = '=' | 'x' | 'u' | '-' | '+' | 'h' | 'n' | ' ';

/** One path with everything that was seen under it, in the order of the copies, primary first. */
export interface PathRecord {
  readonly path: BytePath;
  /** Null where a copy has nothing under the path; `h` where it could not be looked at. */
  readonly sides: readonly (Side | null | 'h')[];
  /** One for each backup. */
  readonly results: readonly Result[];
  /** The latest change time of the directories above it, at the primary; 0 where none is known. */
  readonly above: number;
  /** SHA-256 (hex) of the primary's content, where it was asked for. */
  readonly digest?: string;
}

/** As a line for the sorter: ordered by path. */
export function packRecord(record: PathRecord): string {
  const { path, ...rest } = record;
  return `${path}\0${JSON.stringify(rest)}`;
}

export function unpackRecord(line: string): PathRecord {
  const end = line.indexOf('\0');
  return { path: line.slice(0, end), ...(JSON.parse(line.slice(end + 1)) as Omit<PathRecord, 'path'>) };
}
