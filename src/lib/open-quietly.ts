import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';

/** What system calls take as a path. */
export type OpenPath = string | Buffer;

/** An opened regular file with what the system said of it at that moment. */
export interface OpenFile {
  readonly file: number;
  readonly stats: Stats;
}

const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
// Reading a backup must not look like using it; only its owner and root may ask for that (open(2), O_NOATIME).
const QUIET_FLAGS = READ_FLAGS | (constants.O_NOATIME ?? 0);

/**
 * Opens a file for reading without following a link and without touching its access time where that is permitted.
 * Should it have become a FIFO or device meanwhile, opening does not wait; the caller looks at `stats`.
 */
export function openQuietly(path: OpenPath): OpenFile {
  const file = openFile(path);
  try {
    return { file, stats: fstatSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function openFile(path: OpenPath): number {
  try {
    return openSync(path, QUIET_FLAGS);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    return openSync(path, READ_FLAGS);
  }
}
