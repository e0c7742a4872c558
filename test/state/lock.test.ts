import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/state/lock.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

/** Above the highest number that Linux gives to a process. */
const NOBODY = 2 ** 22 + 1;

let scratch: Scratch;
let path: string;

beforeEach(() => {
  scratch = makeScratch();
  path = join(scratch.path, 'lock');
});

afterEach(() => scratch.remove());

function leave(holder: object): void {
  writeFileSync(
    path,
    `${JSON.stringify({ host: hostname(), pid: process.pid, bootId: '', startedAt: 'then', ...holder })}\n`,
  );
}

describe('a lock', () => {
  it('is held by one run at a time, and says by whom', async () => {
    const lock = await acquireLock(path);

    await expect(acquireLock(path)).rejects.toMatchObject({
      kind: 'locked',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
    });
    await lock.release();
  });

  it('can be taken again once it is released, and leaves nothing behind', async () => {
    await (await acquireLock(path)).release();
    await (await acquireLock(path)).release();

    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it.each([
    ['a process of this host that is gone', { pid: NOBODY }],
    ['a process from before the last boot, though its number lives', { bootId: 'another-boot' }],
  ])('of %s is taken over', async (_name, holder) => {
    leave(holder);

    const lock = await acquireLock(path);

    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
    await lock.release();
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('of another host is never taken over', async () => {
    leave({ host: 'elsewhere', pid: NOBODY });

    await expect(acquireLock(path)).rejects.toMatchObject({ kind: 'locked' });
  });

  it('that cannot be understood is left alone', async () => {
    writeFileSync(path, 'half a li');

    await expect(acquireLock(path)).rejects.toMatchObject({ kind: 'locked', remedy: expect.stringContaining(path) });
    expect(readFileSync(path, 'utf8')).toBe('half a li');
  });

  it('that somebody else took over stays theirs', async () => {
    const lock = await acquireLock(path);
    leave({ host: 'elsewhere' });

    await lock.release();

    expect(JSON.parse(readFileSync(path, 'utf8')).host).toBe('elsewhere');
  });

  it('is won by exactly one of many that find it dead at once', async () => {
    leave({ pid: NOBODY });

    const results = await Promise.allSettled(Array.from({ length: 12 }, () => acquireLock(path)));

    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(scratch.path)).toEqual(['lock']);
  });

  it('is free for the run after the next where a run died while it took over', async () => {
    leave({ pid: NOBODY });
    writeFileSync(`${path}.takeover`, readFileSync(path));

    await expect(acquireLock(path)).rejects.toMatchObject({ kind: 'locked', retryable: true });
    const lock = await acquireLock(path);

    await lock.release();
    expect(readdirSync(scratch.path)).toEqual([]);
  });
});
