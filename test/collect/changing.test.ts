import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/comparison.ts';
import { compareTrees, makeScratch, type Scratch, writeTree } from '../support/trees.ts';

const MIB = 1024 ** 2;
/** Holes: large to read, small on the disk. */
const LARGE = 3_000 * MIB;

let scratch: Scratch;
let at: (name: string) => string;

beforeEach(() => {
  scratch = makeScratch();
  at = (name) => join(scratch.path, name);
});

afterEach(() => scratch.remove());

function total(comparison: Comparison | undefined): number {
  if (comparison === undefined) return -1;
  const { same, unverified, absent, older, differs, moved, conflict, extra } = comparison;
  return [same, unverified, absent, older, differs, moved, conflict, extra].reduce(
    (sum, { entries }) => sum + entries,
    0,
  );
}

describe('a copy that changes underfoot', () => {
  it.each([
    ['grows', (path: string) => appendFileSync(path, 'x')],
    ['shrinks', (path: string) => truncateSync(path, LARGE - 1_000_000 - Math.trunc(performance.now()))],
    ['vanishes', (path: string) => rmSync(path, { force: true })],
    [
      'becomes a directory',
      (path: string) => {
        rmSync(path, { force: true, recursive: true });
        mkdirSync(path, { recursive: true });
      },
    ],
  ])('has a file that %s while it is read: never called the same, and noted as in flight', async (_name, change) => {
    for (const side of ['p', 'b']) {
      writeTree(at(side), { large: '', still: 'x' });
      truncateSync(at(`${side}/large`), LARGE);
    }
    // Once bytes of it were read, it never rests again.
    let timer: NodeJS.Timeout | undefined;
    const onProgress = ({ bytesRead }: { readonly bytesRead: number }) => {
      if (bytesRead > MIB) timer ??= setInterval(() => change(at('p/large')), 5);
    };

    const { comparisons, partial } = await compareTrees([at('p'), at('b')], {
      collectedAtMs: Date.now(),
      onProgress,
    }).finally(() => clearInterval(timer));

    const [comparison] = comparisons;
    expect(comparison?.same.entries).toBe(1);
    expect(comparison?.inFlight).toMatchObject({
      entries: 1,
      samples: [{ path: { text: expect.stringContaining('large') } }],
    });
    expect(comparison?.conflict.entries).toBe(0);
    expect(partial.problems).toEqual({});
  });

  it('is compared to its end while files come, go and change their kind, and every file that stays is counted', async () => {
    const still = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`dir-${index % 30}/f-${index}`, `${index}`]),
    );
    writeTree(at('p'), still);
    writeTree(at('b'), still);
    const script = `
      const { writeFileSync, rmSync, mkdirSync, renameSync } = require('node:fs');
      const root = process.argv[1];
      process.send('ready');
      for (let round = 0; ; round++) {
        const path = root + '/dir-' + (round % 30) + '/moving-' + (round % 7);
        const kind = round % 4;
        rmSync(path, { recursive: true, force: true });
        if (kind === 0) writeFileSync(path, 'x'.repeat(round % 5000));
        if (kind === 1) mkdirSync(path);
        if (kind === 2) { mkdirSync(path); writeFileSync(path + '/inner', 'y'); }
        if (kind === 3) { writeFileSync(path + '.new', 'z'); renameSync(path + '.new', path); }
      }
    `;
    const child = spawn(process.execPath, ['-e', script, at('p')], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await new Promise((resolve) => child.once('message', resolve));

    try {
      for (let round = 0; round < 3; round++) {
        const { comparisons } = await compareTrees([at('p'), at('b')], { collectedAtMs: Date.now() });

        expect(comparisons[0]?.same.entries).toBe(3_000);
        expect(comparisons[0]?.extra.entries).toBe(0);
        expect(total(comparisons[0])).toBeGreaterThanOrEqual(3_000);
      }
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
  });
});

describe('a disk that fails', () => {
  it('in the middle of a folder leaves a file unproven and names it, and all others are compared', async () => {
    // The loopback device has no speed: reading that file of 4,096 bytes is answered with an error, as by a broken disk.
    mkdirSync(at('copy'));
    for (const name of ['speed', 'mtu']) writeFileSync(at(`copy/${name}`), 'x'.repeat(4_096));

    const { comparisons, partial } = await compareTrees(['/sys/class/net/lo', at('copy')]);

    const [comparison] = comparisons;
    const unproven = [...(comparison?.unverified.samples ?? []), ...(comparison?.older.oldest ?? [])].map(
      (sample) => sample.path.text,
    );
    expect(unproven).toContain('speed');
    expect(comparison?.same.entries).toBe(0);
    expect(Object.values(partial.problems)).toContainEqual(
      expect.objectContaining({ kind: 'io-error', operation: 'read file', paths: expect.arrayContaining(['speed']) }),
    );
  });
});
