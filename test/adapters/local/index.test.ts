import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store, Target } from '../../../src/adapters/adapter.ts';
import { localAdapter } from '../../../src/adapters/local/index.ts';
import type { FirebreakError } from '../../../src/model/errors.ts';
import { describeAdapter, listed } from '../../conformance/adapter.ts';
import { makeScratch, type Scratch, type Tree, writeTree } from '../../support/trees.ts';

function targetOf(path: string, rest: Partial<Target> = {}, oneFileSystem = true): Target {
  return { id: 'nas', role: 'backup', url: path, options: { path, oneFileSystem }, exclude: [], claims: {}, ...rest };
}

describeAdapter('local', {
  load: async () => localAdapter,
  holds: { invalidUtf8: true, links: true, emptyDirectories: true },
  async make(tree: Tree) {
    const scratch = makeScratch();
    writeTree(join(scratch.path, 'root'), tree, undefined, true);
    return {
      target: targetOf(join(scratch.path, 'root')),
      snapshot: async () => snapshotOf(join(scratch.path, 'root')),
      remove: async () => scratch.remove(),
    };
  },
  missing: async () => targetOf('/no/such/folder'),
  file: async () => targetOf('/etc/passwd'),
});

function snapshotOf(path: string): string {
  const stats = lstatSync(path, { bigint: true });
  const { mtimeNs, ctimeNs, atimeNs, size } = stats;
  // Node lists no directory without moving its access time; listing here would move it as well.
  const own = [path, size, mtimeNs, ctimeNs, ...(stats.isDirectory() ? [] : [atimeNs])].join(' ');
  const below = stats.isDirectory() ? readdirSync(path).map((name) => snapshotOf(join(path, name))) : [];
  return [own, ...below].join('\n');
}

describe('a directory of this machine', () => {
  let scratch: Scratch;
  let reported: FirebreakError[];

  beforeEach(() => {
    scratch = makeScratch();
    reported = [];
  });

  afterEach(() => scratch.remove());

  const at = (name: string) => join(scratch.path, name);

  function open(path: string, rest: Partial<Target> = {}, oneFileSystem = true): Promise<Store> {
    return localAdapter.open(targetOf(path, rest, oneFileSystem), {
      signal: new AbortController().signal,
      spillDirectory: scratch.path,
      report: (error) => void reported.push(error),
    });
  }

  async function namesOf(store: Store): Promise<readonly string[]> {
    return (await listed(store)).map(({ path, kind }) => `${kind} ${path}`);
  }

  it('is the same through a symbolic link and with a slash behind it', async () => {
    writeTree(at('root'), { a: 'x' });
    symlinkSync('root', at('link'));

    const stores = await Promise.all([open(at('root')), open(at('link')), open(`${at('root')}/`)]);

    expect(new Set(stores.map((store) => store.location))).toEqual(new Set([at('root')]));
  });

  it('leaves out what is excluded, a whole folder included', async () => {
    writeTree(at('root'), { 'cache/deep/a': '1', 'b.tmp': '2', 'c/d.tmp': '3', 'c/e': '4' });

    const store = await open(at('root'), { exclude: ['cache/**', '**/*.tmp'] });

    expect(await namesOf(store)).toEqual(['file c/e']);
  });

  it('lists FIFOs, sockets and devices and never opens one, for an open FIFO waits for ever', async () => {
    mkdirSync(at('root'));
    execFileSync('mkfifo', [at('root/fifo')]);

    const store = await open(at('root'));

    expect(await namesOf(store)).toEqual(['special fifo']);
    const reading = async () => {
      for await (const _ of store.read?.('fifo', 0, undefined, new AbortController().signal) ?? []) return;
    };
    await expect(reading()).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('stays on its file system and says what it did not look into, unless it is asked to cross', async () => {
    // Every Linux has file systems mounted below /dev.
    const kept = await listed(await open('/dev'));
    const unread = kept.filter((entry) => entry.kind === 'unreadable').map((entry) => entry.path);

    const crossed = await listed(await open('/dev', { exclude: ['fd/**'] }, false));

    expect(unread).toContain('pts/');
    expect(reported.map((error) => error.operation)).toContain('cross into another file system');
    expect(crossed.map((entry) => entry.path)).toContain('pts/ptmx');
  });

  it('shows a folder that may not be read as unreadable, and reports it', async () => {
    writeTree(at('root'), { 'open/a': '1', 'shut/b': '2' });
    chmodSync(at('root/shut'), 0);
    const script = `
      if (process.getuid() === 0) { process.setegid(65534); process.seteuid(65534); }
      const { localAdapter } = await import('${new URL('../../../dist/adapters/local/index.js', import.meta.url)}');
      const reported = [];
      const [path, spillDirectory] = process.argv.slice(1);
      const target = { id: 'nas', role: 'backup', url: path, options: { path, oneFileSystem: true }, exclude: [], claims: {} };
      const signal = new AbortController().signal;
      const store = await localAdapter.open(target, { signal, spillDirectory, report: (error) => reported.push(error.kind) });
      const entries = [];
      for await (const batch of store.list({}, signal)) entries.push(...batch.map(({ path, kind }) => kind + ' ' + path));
      console.log(JSON.stringify({ entries, reported }));
    `;
    chmodSync(scratch.path, 0o755);

    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, at('root'), scratch.path], {
      encoding: 'utf8',
    });

    expect(JSON.parse(output)).toEqual({
      entries: ['file open/a', 'unreadable shut/'],
      reported: ['permission-denied'],
    });
    chmodSync(at('root/shut'), 0o700);
  });

  it('lists below the longest path that the kernel takes, and looks there', async () => {
    mkdirSync(at('root'));
    const script = `
      const { mkdirSync, writeFileSync } = require('node:fs');
      for (let i = 0; i < 30; i++) { mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }
      writeFileSync('file', 'deep');
    `;
    execFileSync(process.execPath, ['-e', script], { cwd: at('root') });

    const store = await open(at('root'));
    const [entry, ...others] = await listed(store);

    expect(others).toEqual([]);
    expect(entry?.path.length).toBe(30 * 201 + 4);
    expect(await store.look?.(entry?.path ?? '', new AbortController().signal)).toMatchObject({ sizeBytes: 4 });
  });

  it('lists a directory of more names than are sorted in memory in their order', async () => {
    mkdirSync(at('root'));
    execFileSync('sh', ['-c', 'seq 1 30000 | xargs touch'], { cwd: at('root') });

    const paths = (await listed(await open(at('root')))).map((entry) => entry.path);

    expect(paths).toEqual(Array.from({ length: 30_000 }, (_, index) => String(index + 1)).sort());
  });
});
