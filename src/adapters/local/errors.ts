import { type ErrorKind, FirebreakError } from '../../model/errors.ts';
import { type BytePath, pathTextOf } from '../../model/path.ts';

const KINDS: Readonly<Record<string, ErrorKind>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-a-directory',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EIO: 'io-error',
  ENXIO: 'io-error',
  EUCLEAN: 'io-error',
  ESTALE: 'unavailable',
  EHOSTDOWN: 'unavailable',
  ENOTCONN: 'unavailable',
  ETIMEDOUT: 'timeout',
  ENAMETOOLONG: 'unsupported',
  EMFILE: 'internal',
  ENFILE: 'internal',
};

/** The `code` of a system error; empty where it is none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The kind of a system error by its `errno` name (errno(3)). */
export function errorKindOf(error: unknown): ErrorKind {
  return KINDS[systemCode(error)] ?? 'io-error';
}

/** Translates what the file system answered. `operation` is a verb phrase: `read file`. */
export function translateError(error: unknown, operation: string, copy: string, path?: BytePath): FirebreakError {
  if (error instanceof FirebreakError) return error;
  const kind = errorKindOf(error);
  const code = systemCode(error) || 'unknown error';
  return new FirebreakError({
    kind,
    operation,
    copy,
    message: `Cannot ${operation} in \`${copy}\`: the system answered ${code} (${kind}).`,
    remedy: remedyFor(kind),
    cause: error,
    ...(path === undefined ? {} : { path: pathTextOf(path) }),
  });
}

function remedyFor(kind: ErrorKind): string {
  if (kind === 'permission-denied') return 'Run firebreak as a user who may read these files, or exclude them.';
  if (kind === 'io-error') return 'Look into the system log of this disk (dmesg) before you trust anything on it.';
  if (kind === 'unsupported') return 'Shorten these paths, or exclude them.';
  return 'Run it again; if it stays, look at this path by hand.';
}
