import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { FirebreakError } from '../model/errors.ts';

/** Who holds a lock, as its file says. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** Tells one run of a machine from the next; empty where the system has none. */
  readonly bootId: string;
  readonly startedAt: string;
}

export interface Lock {
  /** Gives the lock back; a lock that somebody else took over meanwhile stays theirs. */
  release(): Promise<void>;
}

/**
 * Takes a lock file. One that a dead process of this host left, or one from before its last boot, is taken over; a lock
 * of another host never is, since nobody here can tell whether it lives.
 *
 * @throws {FirebreakError} `locked` with its holder
 */
export async function acquireLock(path: string): Promise<Lock> {
  const own: LockHolder = {
    host: hostname(),
    pid: process.pid,
    bootId: await bootId(),
    startedAt: new Date().toISOString(),
  };
  const text = `${JSON.stringify(own)}\n`;
  const unique = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
  // A lock appears whole or not at all: it is written aside and linked into its place.
  await writeFile(unique, text, { mode: 0o600 });
  try {
    if (!(await tryLink(unique, path))) await takeOver(path, unique, own);
  } finally {
    await unlink(unique);
  }
  return {
    release: async () => {
      if ((await readFile(path, 'utf8').catch(ignoreMissing)) === text) await unlink(path).catch(ignoreMissing);
    },
  };
}

/**
 * Puts the lock written in `unique` in the place of a dead one. Of several that find it dead, only the one that holds
 * the right to take over may remove it; what that one left in its place is alive for all others.
 *
 * @throws {FirebreakError} `locked`
 */
async function takeOver(path: string, unique: string, own: LockHolder): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && !isDead(holder, own)) throw locked(path, holder);
  const right = `${path}.takeover`;
  if (!(await tryLink(unique, right))) {
    const other = await readHolder(right);
    // Somebody died in the middle of it: the next run finds the way free.
    if (other !== undefined && isDead(other, own)) await unlink(right).catch(ignoreMissing);
    throw locked(path, other ?? holder);
  }
  try {
    const now = await readHolder(path);
    if (now !== undefined && !isDead(now, own)) throw locked(path, now);
    await unlink(path).catch(ignoreMissing);
    if (!(await tryLink(unique, path))) throw locked(path, await readHolder(path));
  } finally {
    await unlink(right).catch(ignoreMissing);
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where the file is gone, or says nothing that can be understood. */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === undefined) return undefined;
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>;
    const { host, pid, bootId: boot, startedAt } = holder;
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof boot !== 'string') throw new Error('incomplete');
    return { host, pid, bootId: boot, startedAt: typeof startedAt === 'string' ? startedAt : 'unknown' };
  } catch (error) {
    throw new FirebreakError({
      kind: 'locked',
      operation: 'lock',
      message: `The lock ${path} says nothing that can be understood, so its holder may be alive.`,
      remedy: `Make sure that no other run is going on, then remove ${path}.`,
      cause: error,
    });
  }
}

function isDead(holder: LockHolder, own: LockHolder): boolean {
  if (holder.host !== own.host) return false;
  if (holder.bootId !== '' && own.bootId !== '' && holder.bootId !== own.bootId) return true;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

async function bootId(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return text.trim();
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function locked(path: string, holder: LockHolder | undefined): FirebreakError {
  const who =
    holder === undefined ? 'another run' : `process ${holder.pid} on ${holder.host}, since ${holder.startedAt}`;
  return new FirebreakError({
    kind: 'locked',
    operation: 'lock',
    message: `Another run holds the lock ${path}: ${who}.`,
    remedy: 'Wait for it to end, or give this run a state folder of its own with --state.',
    retryable: true,
  });
}
