import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';

import { type Fact, observed, type Unknown, unknown } from '../../../model/fact.ts';
import { type BytePath, bytePathOf, pathTextOf } from '../../../model/path.ts';

/** Where `/proc`, `/sys`, `/dev` and `/etc` are read: the running system, or a recorded one below a directory. */
export interface SystemTree {
  /** As bytes, without trailing slash; empty for the running system. */
  readonly root: BytePath;
}

export function systemTree(root: string): SystemTree {
  return { root: bytePathOf(root).replace(/\/+$/, '') };
}

export function isRecorded(system: SystemTree): boolean {
  return system.root !== '';
}

/** The content of a file of the system, one unit a byte. `path` is absolute within the system. */
export function readSystemFile(system: SystemTree, path: BytePath): Fact<string> {
  try {
    return observed(readFileSync(within(system, path), 'latin1'), text(path));
  } catch (error) {
    return refusal(error, path);
  }
}

/** A value that may rightly be absent, trimmed; `undefined` where it is missing, empty or unreadable. */
export function readSystemValue(system: SystemTree, path: BytePath): string | undefined {
  const content = readSystemFile(system, path);
  const value = content.known ? content.value.trim() : '';
  return value === '' ? undefined : value;
}

/** The names in a directory of the system, in byte order. */
export function readSystemNames(system: SystemTree, path: BytePath): Fact<readonly BytePath[]> {
  try {
    return observed(readdirSync(within(system, path), 'latin1').sort(), text(path));
  } catch (error) {
    return refusal(error, path);
  }
}

/** Where a path of the system leads once its links are followed, again as a path of the system. */
export function resolveSystemPath(system: SystemTree, path: BytePath): Fact<BytePath> {
  try {
    const real = realpathSync.native(within(system, path), 'buffer').toString('latin1');
    const root = isRecorded(system) ? realpathSync.native(bytes(system.root), 'buffer').toString('latin1') : '';
    if (!real.startsWith(`${root}/`)) return unknown('failed', `${text(path)} leads out of the recorded system`);
    return observed(real.slice(root.length), text(path));
  } catch (error) {
    return refusal(error, path);
  }
}

/** Whether something stands at a path of the system. */
export function existsInSystem(system: SystemTree, path: BytePath): Fact<boolean> {
  try {
    return observed(statSync(within(system, path), { throwIfNoEntry: false }) !== undefined, text(path));
  } catch (error) {
    return refusal(error, path);
  }
}

/** The last name of a path. */
export function lastName(path: BytePath): BytePath {
  return basename(path);
}

/** A path or label of the system as a person reads it. */
export function text(path: BytePath): string {
  return pathTextOf(path).text;
}

/** The bytes that Node's file calls take; a latin1 string would be encoded a second time. */
export function bytes(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1');
}

function within(system: SystemTree, path: BytePath): Buffer {
  return bytes(system.root + path);
}

function refusal(error: unknown, path: BytePath): Unknown {
  return unknownFrom(error, `read ${text(path)}`, `read access to ${text(path)}`);
}

/** Turns a failed system call into the reason why a fact is unknown. `operation` is a verb phrase. */
export function unknownFrom(error: unknown, operation: string, needs: string): Unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no error code';
  const isDenied = code === 'EACCES' || code === 'EPERM';
  return unknown(isDenied ? 'denied' : 'failed', `could not ${operation} (${code})`, needs);
}
