import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/comparison.ts';
import { compareTrees, makeScratch, type Scratch, writeTree } from '../support/trees.ts';

// An eighth of a second: exact as floating-point seconds, so what is written is what is read.
const T = 1_700_000_000_125;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const IS_ROOT = process.getuid?.() === 0;

let scratch: Scratch;
let at: (name: string) => string;

beforeEach(() => {
  scratch = makeScratch();
  at = (name) => join(scratch.path, name);
});

afterEach(() => scratch.remove());

/** How many entries are in each class; classes without entries are left out. */
function counts(comparison: Comparison | undefined): Record<string, number> {
  const classes = [
    'same',
    'unverified',
    'absent',
    'older',
    'differs',
    'moved',
    'conflict',
    'extra',
    'notRepresentable',
    'notCompared',
    'inFlight',
    'linked',
    'nameForm',
  ] as const;
  const all = classes.map((name) => [name, comparison?.[name].entries ?? -1] as const);
  return Object.fromEntries(all.filter(([, entries]) => entries !== 0));
}

/** Keeps a folder from being looked into: another file system on it for root, whom no mode keeps out. */
function hide(path: string): () => void {
  if (IS_ROOT) {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path]);
    return () => void execFileSync('umount', [path]);
  }
  chmodSync(path, 0);
  return () => chmodSync(path, 0o700);
}

async function compareOne(
  primary: Parameters<typeof writeTree>[1],
  backup: Parameters<typeof writeTree>[1],
  options = {},
) {
  writeTree(at('p'), primary);
  writeTree(at('b'), backup);
  const { comparisons, partial } = await compareTrees([at('p'), at('b')], options);
  return { comparison: comparisons[0] as Comparison, partial };
}

describe('classes of entries', () => {
  it('calls files the same only after reading every byte', async () => {
    const large = Buffer.alloc(700_000, 7);

    const { comparison } = await compareOne(
      { 'a.txt': 'hello', 'big.bin': { content: large }, empty: '', 'dir/b.txt': 'x' },
      { 'a.txt': 'hello', 'big.bin': { content: large }, empty: '', 'dir/b.txt': 'x' },
    );

    expect(counts(comparison)).toEqual({ same: 4 });
    expect(comparison.sameBy).toEqual({ read: { entries: 4, bytes: 700_006 } });
  });

  it('is a conflict when one byte deep inside differs under an equal time, and nobody else can tell who is right', async () => {
    const rotten = Buffer.alloc(700_000, 7);
    rotten[650_000] = 8;

    const { comparison } = await compareOne(
      { 'big.bin': { content: Buffer.alloc(700_000, 7) } },
      { 'big.bin': { content: rotten } },
    );

    expect(counts(comparison)).toEqual({ conflict: 1 });
    expect(comparison.conflict.samples[0]).toMatchObject({ blame: 'unknown', path: { text: 'big.bin' } });
  });

  it('is a conflict when a copy is cut short under an equal time', async () => {
    const { comparison } = await compareOne({ a: 'whole text' }, { a: 'whole' });

    expect(counts(comparison)).toEqual({ conflict: 1 });
  });

  it('blames the backup where a second backup agrees with the primary', async () => {
    writeTree(at('p'), { a: 'right' });
    writeTree(at('b1'), { a: 'wrong' });
    writeTree(at('b2'), { a: 'right' });

    const { comparisons } = await compareTrees([at('p'), at('b1'), at('b2')]);

    expect(comparisons[0]?.conflict.byBlame.backup.entries).toBe(1);
    expect(comparisons[0]?.conflict.samples[0]?.because).toBe('`backup-2` agrees with the primary');
    expect(counts(comparisons[1])).toEqual({ same: 1 });
  });

  it('blames the primary where two backups agree with each other against it', async () => {
    writeTree(at('p'), { a: 'wrong' });
    writeTree(at('b1'), { a: 'right' });
    writeTree(at('b2'), { a: 'right' });

    const { comparisons } = await compareTrees([at('p'), at('b1'), at('b2')]);

    expect(comparisons[0]?.conflict.byBlame.primary.entries).toBe(1);
    expect(comparisons[1]?.conflict.byBlame.primary.entries).toBe(1);
  });

  it('takes no hard link of the accused as a witness', async () => {
    writeTree(at('p'), { a: 'wrong' });
    writeTree(at('b1'), { a: 'right' });
    mkdirSync(at('b2'));
    linkSync(at('b1/a'), at('b2/a'));

    const { comparisons } = await compareTrees([at('p'), at('b1'), at('b2')]);

    expect(comparisons[0]?.conflict.byBlame.unknown.entries).toBe(1);
  });

  it('calls a copy older that was last written before the primary', async () => {
    const { comparison } = await compareOne(
      { a: { content: 'new content', modifiedAtMs: T }, same: 'x' },
      { a: { content: 'old', modifiedAtMs: T - DAY }, same: 'x' },
    );

    expect(counts(comparison)).toEqual({ same: 1, older: 1 });
    expect(comparison.older.oldest[0]).toMatchObject({ heldMs: T - DAY, primary: { modifiedAtMs: T } });
  });

  it('calls a file of equal size older, not unverified, where nothing may be read and its time is older', async () => {
    const { comparison } = await compareOne(
      { 'db.sqlite': { content: 'aaaa', modifiedAtMs: T } },
      { 'db.sqlite': { content: 'bbbb', modifiedAtMs: T - DAY } },
      { proof: 'listed' },
    );

    expect(counts(comparison)).toEqual({ older: 1 });
  });

  it('leaves equal sizes and times unverified where nothing may be read', async () => {
    const { comparison } = await compareOne({ a: 'aaaa' }, { a: 'bbbb' }, { proof: 'listed' });

    expect(counts(comparison)).toEqual({ unverified: 1 });
    expect(comparison.sameBy).toEqual({});
  });

  it('calls a backup that is newer than the primary different', async () => {
    const { comparison } = await compareOne(
      { a: { content: 'one', modifiedAtMs: T } },
      { a: { content: 'two', modifiedAtMs: T + DAY } },
    );

    expect(counts(comparison)).toEqual({ differs: 1 });
  });

  it('does not believe a modification time in the future, whichever side has it', async () => {
    const future = Date.now() + 1_000 * DAY;

    const { comparison } = await compareOne(
      { a: { content: 'one', modifiedAtMs: future }, b: { content: 'one', modifiedAtMs: T } },
      { a: { content: 'two', modifiedAtMs: T }, b: { content: 'two', modifiedAtMs: future } },
    );

    expect(counts(comparison)).toEqual({ older: 1, differs: 1 });
  });

  it('calls what only the backup has extra, and what only the primary has absent', async () => {
    const { comparison } = await compareOne({ a: 'x', gone: 'only here' }, { a: 'x', kept: 'deleted at the primary' });

    expect(counts(comparison)).toEqual({ same: 1, absent: 1, extra: 1 });
    expect(comparison.absent.oldest[0]?.path).toEqual({ text: 'gone' });
    expect(comparison.extra.samples[0]?.path).toEqual({ text: 'kept' });
  });

  it('compares directories only where they are empty', async () => {
    const { comparison } = await compareOne(
      { 'only-here': 'directory', both: 'directory', 'filled/x': '1' },
      { both: 'directory', 'left-over': 'directory', 'filled/x': '1' },
    );

    expect(counts(comparison)).toEqual({ same: 2, absent: 1, extra: 1 });
    expect(comparison.absent.oldest[0]?.path).toEqual({ text: 'only-here/' });
  });

  it('compares symbolic links by their targets and follows none', async () => {
    const { comparison } = await compareOne(
      { loop: { link: '.' }, out: { link: '/etc' }, changed: { link: 'one' } },
      { loop: { link: '.' }, out: { link: '/etc' }, changed: { link: 'two' } },
    );

    expect(counts(comparison)).toEqual({ same: 2, conflict: 1 });
  });

  it('tells a file from a directory of the same name', async () => {
    const { comparison } = await compareOne({ a: 'file' }, { 'a/b': 'below a directory' });

    expect(counts(comparison)).toEqual({ absent: 1, extra: 1 });
  });

  it('never opens a FIFO, a socket or a device', async () => {
    writeTree(at('p'), { a: 'x' });
    writeTree(at('b'), { a: 'x' });
    for (const side of ['p', 'b']) execFileSync('mkfifo', [at(`${side}/pipe`)]);
    execFileSync('mkfifo', [at('p/only')]);

    const { comparisons } = await compareTrees([at('p'), at('b')]);

    expect(counts(comparisons[0])).toEqual({ same: 1, notRepresentable: 2 });
  });

  it('tells pairs that are one file from copies', async () => {
    writeTree(at('p'), { a: 'x', b: 'y' });
    writeTree(at('b'), { b: 'y' });
    linkSync(at('p/a'), at('b/a'));

    const { comparisons } = await compareTrees([at('p'), at('b')]);

    expect(counts(comparisons[0])).toEqual({ same: 2, linked: 1 });
  });
});

describe('times', () => {
  it('takes whole seconds at the backup as the same time as nanoseconds at the primary', async () => {
    const { comparison } = await compareOne(
      { a: { content: 'one', modifiedAtMs: T }, b: { content: 'x', modifiedAtMs: T } },
      {
        a: { content: 'two', modifiedAtMs: Math.floor(T / 1000) * 1000 },
        b: { content: 'x', modifiedAtMs: Math.floor(T / 1000) * 1000 },
      },
    );

    expect(counts(comparison)).toEqual({ same: 1, conflict: 1 });
    expect(comparison.precisionMs).toBe(1_000);
  });

  it('recognises steps of two seconds from the backup as a whole', async () => {
    const primary: Record<string, { content: string; modifiedAtMs: number }> = {};
    const backup: typeof primary = {};
    for (let i = 0; i < 20; i++) {
      primary[`f${i}`] = { content: `${i}`, modifiedAtMs: T + i * 3_001 };
      backup[`f${i}`] = { content: `${i}`, modifiedAtMs: Math.floor((T + i * 3_001) / 2000) * 2000 };
    }
    primary.rotten = { content: 'one', modifiedAtMs: 1_700_000_001_900 };
    backup.rotten = { content: 'two', modifiedAtMs: 1_700_000_000_000 };

    const { comparison } = await compareOne(primary, backup);

    expect(comparison.precisionMs).toBe(2_000);
    expect(counts(comparison)).toEqual({ same: 20, conflict: 1 });
  });

  it('recognises a uniform shift by nine hours as a zone', async () => {
    const { comparison } = await compareOne(
      { a: '1', b: '2', c: '3', d: { content: 'one', modifiedAtMs: T } },
      {
        a: { content: '1', modifiedAtMs: T + 9 * HOUR },
        b: { content: '2', modifiedAtMs: T + 9 * HOUR },
        c: { content: '3', modifiedAtMs: T + 9 * HOUR },
        d: { content: 'two', modifiedAtMs: T + 9 * HOUR },
      },
    );

    expect(comparison.zoneShiftHours).toBe(9);
    expect(counts(comparison)).toEqual({ same: 3, conflict: 1 });
    expect(comparison.currency).toEqual([{ kind: 'same-entry', atMs: T, path: { text: 'a' } }]);
  });

  it('takes no zone from times that are not shifted alike', async () => {
    const { comparison } = await compareOne(
      { a: '1', b: '2', c: '3' },
      {
        a: { content: '1', modifiedAtMs: T + 9 * HOUR },
        b: { content: '2', modifiedAtMs: T + 9 * HOUR },
        c: { content: '3', modifiedAtMs: T + 8 * HOUR },
      },
    );

    expect(comparison.zoneShiftHours).toBe(0);
  });

  it('proves currency by the newest version that both hold, and not by a primary that was only touched', async () => {
    const { comparison } = await compareOne(
      { a: { content: 'x', modifiedAtMs: T }, touched: { content: 'x', modifiedAtMs: T + 30 * DAY } },
      { a: { content: 'x', modifiedAtMs: T }, touched: { content: 'x', modifiedAtMs: T - DAY } },
    );

    expect(comparison.currency).toEqual([{ kind: 'same-entry', atMs: T, path: { text: 'a' } }]);
  });

  it('proves currency by the version of the heartbeat file that the backup holds', async () => {
    const { comparison } = await compareOne(
      { beat: { content: '2', modifiedAtMs: T + DAY } },
      { beat: { content: '1', modifiedAtMs: T } },
      { heartbeat: 'beat' },
    );

    expect(comparison.currency).toEqual([{ kind: 'heartbeat', atMs: T, path: { text: 'beat' } }]);
  });

  it('bounds a lack by the latest of modification, change and directory times', async () => {
    writeTree(at('p'), { 'dir/a': { content: 'x', modifiedAtMs: T } });
    writeTree(at('b'), { other: 'y' });
    const changedAtMs = statSync(at('p/dir/a')).ctimeMs;

    const { comparisons } = await compareTrees([at('p'), at('b')], { collectedAtMs: Date.now() + 100 * DAY });

    const bound = comparisons[0]?.absent.oldest[0]?.lastPossibleChangeMs as number;
    expect(bound).toBeGreaterThanOrEqual(changedAtMs);
    expect(bound).toBeLessThan(Date.now() + 1_000);
  });
});

describe('moves and name forms', () => {
  it('joins a renamed directory file by file instead of calling everything missing', async () => {
    const { comparison } = await compareOne(
      { 'new/a.txt': 'alpha', 'new/sub/b.txt': 'beta', 'new/c.txt': 'gamma' },
      { 'old/a.txt': 'alpha', 'old/sub/b.txt': 'beta', 'old/c.txt': 'gamma' },
    );

    expect(counts(comparison)).toEqual({ moved: 3 });
    expect(comparison.moved.oldest.map((sample) => sample.heldAs?.text).sort()).toEqual([
      'old/a.txt',
      'old/c.txt',
      'old/sub/b.txt',
    ]);
  });

  it('joins a file that was renamed inside a renamed directory by the shift that its neighbours show', async () => {
    const { comparison } = await compareOne(
      { 'new/a.txt': 'alpha', 'new/renamed.txt': 'beta' },
      { 'old/a.txt': 'alpha', 'old/b.txt': 'beta' },
    );

    expect(counts(comparison)).toEqual({ moved: 2 });
  });

  it('does not join different content of equal size, nor empty files, nor a mere rename of equal content', async () => {
    const { comparison } = await compareOne(
      { 'new/a.txt': 'alpha', 'new/empty': '', 'x.txt': 'same text' },
      { 'old/a.txt': 'omega', 'old/empty': '', 'y.txt': 'same text' },
    );

    expect(counts(comparison)).toEqual({ absent: 3, extra: 3 });
  });

  it('joins one to one: two absent files of one content take one extra', async () => {
    const { comparison } = await compareOne({ '1/a': 'text', '2/a': 'text' }, { '3/a': 'text' });

    expect(counts(comparison)).toEqual({ absent: 1, moved: 1 });
  });

  it('compares names in another Unicode form or letter case like any pair, and says so', async () => {
    const { comparison } = await compareOne(
      { ['が.txt'.normalize('NFC')]: 'ga', 'README.md': 'read' },
      { ['が.txt'.normalize('NFD')]: 'ga', 'readme.md': 'rEAD' },
    );

    expect(counts(comparison)).toEqual({ same: 1, conflict: 1, nameForm: 2 });
  });
});

describe('hostile and broken trees', () => {
  it('keeps names with newline, escape, quotes and bytes that are not UTF-8 apart and whole', async () => {
    const names = {
      'a\nb': '1',
      'tab\there': '2',
      '\x1b[31mred': '3',
      'qu\'ote"': '4',
      '-rf': '5',
      'bad\xff\xfe': '6',
      [`${'n'.repeat(255)}`]: '7',
    };
    writeTree(at('p'), names, T, true);
    writeTree(at('b'), { ...names, 'bad\xff\xfe': '!' }, T, true);

    const { comparisons } = await compareTrees([at('p'), at('b')]);

    expect(counts(comparisons[0])).toEqual({ same: 6, conflict: 1 });
    expect(comparisons[0]?.conflict.samples[0]?.path).toEqual({ text: 'bad\\xff\\xfe', bytes: '626164fffe' });
  });

  it('goes below the longest path that the kernel takes', async () => {
    const script = `
      const { mkdirSync, writeFileSync, utimesSync } = require('node:fs');
      for (let i = 0; i < 30; i++) { mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }
      for (const [name, text] of [['f', process.argv[1]], ['same', 'x']]) { writeFileSync(name, text); utimesSync(name, 1e9, 1e9); }
    `;
    for (const side of ['p', 'b']) {
      mkdirSync(at(side));
      execFileSync(process.execPath, ['-e', script, side], { cwd: at(side) });
    }

    const { comparisons, partial } = await compareTrees([at('p'), at('b')]);

    expect(partial.problems).toEqual({});
    expect(counts(comparisons[0])).toEqual({ same: 1, conflict: 1 });
    execFileSync('rm', ['-rf', at('p'), at('b')]);
  });

  it('compares 50,000 names in one directory that do not fit into memory at once', async () => {
    for (const side of ['p', 'b']) {
      mkdirSync(at(side));
      execFileSync('sh', ['-c', 'seq 1 50000 | xargs touch -d @1700000000'], { cwd: at(side) });
    }
    execFileSync('rm', [at('b/777')]);

    const { comparisons } = await compareTrees([at('p'), at('b')]);

    expect(counts(comparisons[0])).toEqual({ same: 49_999, absent: 1 });
  });

  it('reports what lies in another file system as not compared unless it is asked to cross', async ({ skip }) => {
    // What is mounted below /dev of every machine stands in for it in the tests of the adapter.
    skip(!IS_ROOT, 'not seen live: a mounted tmpfs (only root may mount)');
    writeTree(at('p'), { a: 'x', 'mounted/inside': 'y' });
    writeTree(at('b'), { a: 'x', 'mounted/inside': 'y' });
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', at('p/mounted')]);
    try {
      writeTree(at('p/mounted'), { inside: 'y' });

      const kept = await compareTrees([at('p'), at('b')]);
      const crossed = await compareTrees([at('p'), at('b')], { oneFileSystem: false });

      expect(counts(kept.comparisons[0])).toEqual({ same: 1, notCompared: 2 });
      expect(Object.keys(kept.partial.problems)).toEqual(['000 unsupported cross into another file system']);
      expect(counts(crossed.comparisons[0])).toEqual({ same: 2 });
    } finally {
      execFileSync('umount', [at('p/mounted')]);
    }
  });

  it('leaves out what is excluded at every copy, and a copy that lies inside another', async () => {
    writeTree(at('p'), { a: 'x', 'cache/c': '1', 'deep/t.tmp': '2', 'backup/a': 'x' });
    writeTree(at('p/backup'), { stale: 's' });

    const { comparisons } = await compareTrees([at('p'), at('p/backup')], { exclude: ['cache/**', '**/*.tmp'] });

    expect(counts(comparisons[0])).toEqual({ same: 1, extra: 1 });
  });

  it('gives the same result whatever the number of threads', async () => {
    const primary: Record<string, string> = {};
    const backup: Record<string, string> = {};
    for (let i = 0; i < 600; i++) {
      primary[`d${i % 7}/e${i % 11}/f${i}`] = `content ${i}`;
      if (i % 5 !== 0) backup[`d${i % 7}/e${i % 11}/f${i}`] = i % 13 === 0 ? `CONTENT ${i}` : `content ${i}`;
    }
    writeTree(at('p'), primary);
    writeTree(at('b'), backup);
    const collectedAtMs = Date.now() + DAY;

    const results = await Promise.all(
      [1, 2, 5].map((threads) => compareTrees([at('p'), at('b')], { threads, collectedAtMs })),
    );

    expect(results[0]?.comparisons).toEqual(results[1]?.comparisons);
    expect(results[0]?.comparisons).toEqual(results[2]?.comparisons);
    expect(counts(results[0]?.comparisons[0])).toEqual({ same: 443, absent: 120, conflict: 37 });
  });

  it('stops with `aborted` and gives no comparison once it is interrupted', async () => {
    writeTree(at('p'), { a: 'x' });
    writeTree(at('b'), { a: 'x' });
    const controller = new AbortController();
    controller.abort();

    const interrupted = compareTrees([at('p'), at('b')], { signal: controller.signal });

    await expect(interrupted).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('earlier runs', () => {
  it('remembers since when a path is lacking with the same version, and forgets it once it is the same', async () => {
    writeTree(at('p'), { a: { content: 'new', modifiedAtMs: T }, b: 'x' });
    writeTree(at('b'), { a: { content: 'old', modifiedAtMs: T - DAY }, b: 'x' });
    const first = Date.now() + DAY;
    const runAt = async (collectedAtMs: number) => {
      const { comparisons } = await compareTrees([at('p'), at('b')], {
        collectedAtMs,
        states: [{ path: at('state'), newPath: at('state.new') }],
      });
      renameSync(at('state.new'), at('state'));
      return comparisons[0] as Comparison;
    };

    const one = await runAt(first);
    const two = await runAt(first + DAY);
    writeTree(at('b'), { a: { content: 'newer but not the same', modifiedAtMs: T - HOUR } });
    const three = await runAt(first + 2 * DAY);
    writeTree(at('b'), { a: { content: 'new', modifiedAtMs: T } });
    await runAt(first + 3 * DAY);
    utimesSync(at('b/a'), (T - DAY) / 1000, (T - DAY) / 1000);
    writeTree(at('b'), { a: { content: 'old', modifiedAtMs: T - DAY } });
    const five = await runAt(first + 4 * DAY);

    expect(one.previousRunAtMs).toBeNull();
    expect(one.older.oldest[0]?.lackSinceMs).toBe(first);
    expect(two.previousRunAtMs).toBe(first);
    expect(two.older.oldest[0]?.lackSinceMs).toBe(first);
    expect(three.older.oldest[0]?.lackSinceMs).toBe(first + 2 * DAY);
    expect(five.older.oldest[0]?.lackSinceMs).toBe(first + 4 * DAY);
    expect(five.older.oldest[0]?.heldMs).toBe(first + 3 * DAY);
  });

  it('keeps what it remembers of a folder that cannot be looked at this time', async () => {
    writeTree(at('p'), { 'dir/a': 'only here', b: 'x' });
    writeTree(at('b'), { b: 'x', 'dir/z': 'z' });
    const states = [{ path: at('state'), newPath: at('state.new') }];
    await compareTrees([at('p'), at('b')], { states });
    renameSync(at('state.new'), at('state'));
    const restore = hide(at('b/dir'));
    try {
      await compareTrees([at('p'), at('b')], { states, collectedAtMs: Date.now() + 5 * DAY });
    } finally {
      restore();
    }

    expect(readFileSync(at('state.new'), 'utf8').split('\n').slice(1)).toEqual(
      readFileSync(at('state'), 'utf8').split('\n').slice(1),
    );
  });

  it('refuses a state that it cannot understand instead of starting anew', async () => {
    writeTree(at('p'), { a: 'x' });
    writeTree(at('b'), { a: 'x', state: 'not json\n' });

    const run = compareTrees([at('p'), at('b')], { states: [{ path: at('b/state'), newPath: at('state.new') }] });

    await expect(run).rejects.toMatchObject({ kind: 'protocol', remedy: expect.stringContaining(at('b/state')) });
  });
});

describe('the stream of entries', () => {
  it('gives one JSON line for each entry at each backup in byte order, with its class and digest', async () => {
    writeTree(at('p'), { a: 'x', 'b/c': 'hello', z: 'only' });
    writeTree(at('b'), { a: 'x', 'b/c': 'hello' });

    await compareTrees([at('p'), at('b')], { entriesPath: at('entries.jsonl'), digest: true });

    const lines = readFileSync(at('entries.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => [line.path, line.class])).toEqual([
      ['a', 'same'],
      ['b/c', 'same'],
      ['z', 'absent'],
    ]);
    expect(lines[1].sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });
});

describe('unreadable files', () => {
  it('proves nothing of a file that may not be read, and says so', async () => {
    writeTree(at('p'), { a: 'x', secret: 'y' });
    writeTree(at('b'), { a: 'x', secret: 'y' });
    chmodSync(at('b/secret'), 0);
    const isRoot = process.getuid?.() === 0;

    const { comparisons, partial } = await compareTrees([at('p'), at('b')]);

    // Root may read everything; there the file is simply the same.
    expect(counts(comparisons[0])).toEqual(isRoot ? { same: 2 } : { same: 1, unverified: 1 });
    expect(Object.keys(partial.problems)).toEqual(isRoot ? [] : ['001 permission-denied read file']);
  });
});
