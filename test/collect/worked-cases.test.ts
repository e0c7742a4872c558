import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentAtOf } from '../../src/freshness/currency.ts';
import { judgeLacks } from '../../src/freshness/judge-lacks.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { compareTrees, makeScratch, type Scratch, writeTree } from '../support/trees.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const RPO = 26 * HOUR;

let scratch: Scratch;
let at: (name: string) => string;

beforeEach(() => {
  scratch = makeScratch();
  at = (name) => join(scratch.path, name);
});

afterEach(() => scratch.remove());

/**
 * Nobody can set a change time back, so the clock of collection is moved forward instead: what was written a moment ago
 * is `laterMs` old.
 */
async function comparedAfter(laterMs: number, states: Parameters<typeof compareTrees>[1] = {}): Promise<Comparison> {
  const { comparisons } = await compareTrees([at('p'), at('b')], { collectedAtMs: Date.now() + laterMs, ...states });
  return comparisons[0] as Comparison;
}

/** How many entries are certainly missing, outdated, pending and undetermined. */
function judged(comparison: Comparison, laterMs: number) {
  const lacks = judgeLacks(comparison, Date.now() + laterMs, RPO);
  return {
    missing: lacks.missing.atLeast.entries,
    outdated: lacks.outdated.atLeast.entries,
    pending: lacks.pending.atLeast.entries,
    undetermined: lacks.undetermined.atLeast.entries,
  };
}

const NONE = { missing: 0, outdated: 0, pending: 0, undetermined: 0 };

describe('worked cases on real files', () => {
  it('a modification time in 2040, absent for years: missing by its change time', async () => {
    writeTree(at('p'), { a: 'x', future: { content: 'y', modifiedAtMs: Date.UTC(2040, 0, 1) } });
    writeTree(at('b'), { a: 'x' });

    const comparison = await comparedAfter(3 * YEAR);

    expect(judged(comparison, 3 * YEAR)).toEqual({ ...NONE, missing: 1 });
  });

  it('a file unzipped an hour ago with an old modification time: not missing', async () => {
    writeTree(at('p'), { a: 'x', unzipped: { content: 'y', modifiedAtMs: Date.now() - 2 * YEAR } });
    writeTree(at('b'), { a: 'x' });

    const comparison = await comparedAfter(HOUR);

    expect(judged(comparison, HOUR)).toEqual({ ...NONE, undetermined: 1 });
  });

  it('a restored server: old modification times say nothing before one RPO is over', async () => {
    writeTree(at('p'), { a: 'x', b: 'y', c: 'z' }, Date.now() - 3 * YEAR);
    writeTree(at('b'), { a: 'x' }, Date.now() - 3 * YEAR);

    expect(judged(await comparedAfter(25 * HOUR), 25 * HOUR).missing).toBe(0);
    expect(judged(await comparedAfter(27 * HOUR), 27 * HOUR).missing).toBe(2);
  });

  it('a file created an hour ago, and a backup that received something since: pending', async () => {
    const fresh = { content: 'x', modifiedAtMs: Date.now() };
    writeTree(at('p'), { fresh, new: 'y' });
    writeTree(at('b'), { fresh });

    const comparison = await comparedAfter(HOUR);

    expect(judged(comparison, HOUR)).toEqual({ ...NONE, pending: 1 });
  });

  it('the same, where nothing in the backup is younger than a year: undetermined', async () => {
    const old = { content: 'x', modifiedAtMs: Date.now() - YEAR };
    writeTree(at('p'), { old, new: 'y' });
    writeTree(at('b'), { old });

    const comparison = await comparedAfter(HOUR);

    expect(judged(comparison, HOUR)).toEqual({ ...NONE, undetermined: 1 });
  });

  it('new change times all over the backup prove no currency', async () => {
    const old = { content: 'x', modifiedAtMs: Date.now() - YEAR };
    writeTree(at('p'), { old, new: 'y' });
    writeTree(at('b'), { old });
    const before = currentAtOf(await comparedAfter(HOUR));
    chmodSync(at('b/old'), 0o600);

    const comparison = await comparedAfter(HOUR);

    expect(currentAtOf(comparison)).toBe(before);
    expect(judged(comparison, HOUR)).toEqual({ ...NONE, undetermined: 1 });
  });

  it('a folder that was renamed an hour ago: moved, and nothing in it missing', async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, `content ${index}`]));
    writeTree(at('p/old'), files, Date.now() - YEAR);
    writeTree(at('b/old'), files, Date.now() - YEAR);
    renameSync(at('p/old'), at('p/new'));

    const comparison = await comparedAfter(HOUR);

    expect(comparison.moved.entries).toBe(50);
    expect(judged(comparison, HOUR).missing).toBe(0);
  });

  it('a database that is written before every run, and a backup that stopped: outdated from the third nightly run on', async () => {
    writeTree(at('b'), { database: { content: 'v0', modifiedAtMs: Date.now() - YEAR } });
    const states = [{ path: at('state'), newPath: at('state.new') }];
    const verdicts: object[] = [];
    for (const night of [1, 2, 3]) {
      writeTree(at('p'), { database: { content: `v${night}`, modifiedAtMs: Date.now() + night * DAY - 60_000 } });
      const comparison = await comparedAfter(night * DAY, { states });
      renameSync(at('state.new'), at('state'));
      verdicts.push(judged(comparison, night * DAY));
    }

    expect(verdicts).toEqual([
      { ...NONE, undetermined: 1 },
      { ...NONE, undetermined: 1 },
      { ...NONE, outdated: 1 },
    ]);
  });
});
