import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, OpenContext, Store, Target } from '../../src/adapters/adapter.ts';
import { DOMAIN_NAMES } from '../../src/model/domain.ts';
import type { Entry, KeyRange } from '../../src/model/entry.ts';
import type { FirebreakError } from '../../src/model/errors.ts';
import { type BytePath, bytePathOf } from '../../src/model/path.ts';
import { makeScratch, type Scratch, type Tree } from '../support/trees.ts';

/** A place that holds a tree, made for one test. */
export interface Place {
  readonly target: Target;
  /** Everything that reading could have changed at the place, as text: names, sizes, times. */
  snapshot(): Promise<string>;
  remove(): Promise<void>;
}

export interface AdapterHarness {
  load(): Promise<Adapter>;
  /** Keys of the tree are bytes (`latin1`). */
  make(tree: Tree): Promise<Place>;
  /** A target whose root is not there. */
  missing(): Promise<Target>;
  /** A target whose root is a file; absent where there is no such thing. */
  file?(): Promise<Target>;
  /** What this kind of store can hold. */
  readonly holds: { readonly invalidUtf8: boolean; readonly links: boolean; readonly emptyDirectories: boolean };
}

/** A walk that sorts names instead of paths, or UTF-16 units instead of bytes, gets these wrong. */
const TRAPS: Tree = {
  a: '1',
  'a.b': '2',
  a0: '3',
  'b/c': '4',
  'b.c': '5',
  'b/c.d/e': '6',
  'b0/x': '7',
  [latin1('ガ')]: '8',
  [latin1('\u{ff5e}')]: '9',
  [latin1('\u{1f600}')]: '10',
  Z: '11',
};

const HOSTILE: Tree = {
  'a\nb': '1',
  'tab\there': '2',
  '\x1b[31mred': '3',
  'qu\'ote"': '4',
  '-rf': '5',
  ' blank ': '6',
  'back\\slash': '7',
  [latin1('cafe\u0301')]: '8',
  [latin1('caf\u00e9')]: '9',
  '%2e%2e': '10',
  'q?a=b&c#d': '11',
  ['n'.repeat(255)]: '12',
};

/** What every adapter must do, over a real store. */
export function describeAdapter(name: string, harness: AdapterHarness): void {
  describe(`adapter ${name}`, () => {
    let scratch: Scratch;
    let adapter: Adapter;
    let reported: FirebreakError[];
    const open: { store?: Store; place?: Place }[] = [];

    beforeAll(async () => {
      adapter = await harness.load();
    });

    beforeEach(() => {
      scratch = makeScratch();
      reported = [];
    });

    afterEach(async () => {
      for (const { store, place } of open.splice(0)) {
        await store?.close();
        await place?.remove();
      }
      scratch.remove();
    });

    function contextOf(signal = new AbortController().signal): OpenContext {
      return { signal, spillDirectory: scratch.path, report: (error) => void reported.push(error) };
    }

    async function opened(tree: Tree, signal?: AbortSignal): Promise<{ readonly store: Store; readonly place: Place }> {
      const place = await harness.make(tree);
      open.push({ place });
      const store = await adapter.open(place.target, contextOf(signal));
      open.push({ store });
      return { store, place };
    }

    it('tells in its metadata what it reads, with which operations, what it needs and what it can never tell', () => {
      const { meta } = adapter;

      expect(meta.id).toBe(name);
      for (const list of [meta.urls, meta.operations, meta.leastPrivilege, meta.limits]) expect(list).not.toEqual([]);
      expect(meta.operations.join(' ')).not.toMatch(
        /\b(?:put|write|delete|remove|rename|create|unlink|truncate|chmod|mkdir)\b/i,
      );
    });

    describe('a listing', () => {
      it('is in ascending byte order of whole paths, each once, with the sizes and times of the files', async () => {
        const { store } = await opened(TRAPS);

        const entries = await listed(store);

        expect(entries.map((entry) => entry.path)).toEqual(Object.keys(TRAPS).sort());
        for (const entry of entries) {
          expect(entry).toMatchObject({ kind: 'file', sizeBytes: String(TRAPS[entry.path]).length });
          expect(entry.modifiedAtMs).toEqual(expect.any(Number));
        }
        expect(reported).toEqual([]);
      });

      it('keeps hostile names whole', async () => {
        const tree = harness.holds.invalidUtf8 ? { ...HOSTILE, 'bad\xff\xfe': '13', '\xc3(': '14' } : HOSTILE;
        const { store } = await opened(tree);

        expect((await listed(store)).map((entry) => entry.path)).toEqual(Object.keys(tree).sort());
      });

      it('of a range holds exactly the part, whatever the range; parts add up to the whole', async () => {
        const { store } = await opened(TRAPS);
        const whole = (await listed(store)).map((entry) => entry.path);
        const key = fc.oneof(fc.constantFrom(...whole), fc.constantFrom('', 'a/', 'b', 'b/', 'b/c.', 'b/d', '\xff'));

        await fc.assert(
          fc.asyncProperty(key, key, async (one, other) => {
            const [from, to] = one < other ? [one, other] : [other, one];
            const parts: KeyRange[] = [{ to: from }, { from, to }, { from: to }];

            const lists = await Promise.all(
              parts.map(async (range) => (await listed(store, range)).map(({ path }) => path)),
            );

            expect(lists[1]).toEqual(whole.filter((path) => path >= from && path < to));
            expect(lists.flat()).toEqual(whole);
          }),
          { numRuns: 40 },
        );
      });

      it('of an empty root is empty', async () => {
        const { store } = await opened({});

        expect(await listed(store)).toEqual([]);
        expect(await store.topLevel(10, new AbortController().signal)).toEqual([]);
      });

      it('stops with `aborted`, not with its end, once it is interrupted', async () => {
        const { store } = await opened(TRAPS);
        const controller = new AbortController();
        controller.abort();

        await expect(listed(store, {}, controller.signal)).rejects.toMatchObject({ kind: 'aborted' });
      });

      it.runIf(harness.holds.emptyDirectories)('shows directories only where they are empty', async () => {
        const { store } = await opened({ 'full/a': 'x', empty: 'directory', 'deep/empty': 'directory' });

        const entries = await listed(store);

        expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
          ['deep/empty/', 'directory'],
          ['empty/', 'directory'],
          ['full/a', 'file'],
        ]);
      });

      it.runIf(harness.holds.links)(
        'shows symbolic links as links, and follows none out of the root or in circles',
        async () => {
          const { store } = await opened({
            a: 'x',
            loop: { link: '.' },
            out: { link: '/' },
            dangling: { link: 'nowhere' },
          });

          const entries = await listed(store);

          expect(entries.map(({ path, kind, linkTarget }) => [path, kind, linkTarget])).toEqual([
            ['a', 'file', undefined],
            ['dangling', 'symlink', 'nowhere'],
            ['loop', 'symlink', '.'],
            ['out', 'symlink', '/'],
          ]);
        },
      );
    });

    describe('a root', () => {
      it('that is not there is an error and never an empty copy', async () => {
        const target = await harness.missing();

        await expect(adapter.open(target, contextOf())).rejects.toMatchObject({
          name: 'FirebreakError',
          kind: 'not-found',
          copy: target.id,
          remedy: expect.stringMatching(/^[A-Z].*\.$/),
        });
      });

      it.runIf(harness.file !== undefined)('that is a file is an error', async () => {
        const target = (await harness.file?.()) as Target;

        await expect(adapter.open(target, contextOf())).rejects.toMatchObject({ kind: 'not-a-directory' });
      });

      it('shows what lies at its top in byte order, and no more than asked for', async () => {
        const { store } = await opened(TRAPS);
        const signal = new AbortController().signal;

        const names = (await store.topLevel(100, signal)).map((top) => top.name);

        expect([...names].sort()).toEqual([...new Set(Object.keys(TRAPS).map((path) => path.split('/')[0]))].sort());
        expect(await store.topLevel(2, signal)).toHaveLength(2);
      });
    });

    describe('facts', () => {
      it('name every domain, each known with its source or unknown with its reason', async () => {
        const { store } = await opened({ a: 'x' });

        const facts = await store.facts(new AbortController().signal);

        expect(Object.keys(facts.domains).sort()).toEqual([...DOMAIN_NAMES].sort());
        for (const fact of [
          ...Object.values(facts.domains),
          facts.filesystem,
          facts.destroyers,
          facts.owner,
          facts.protections,
        ]) {
          if (fact.known) expect(fact.source).not.toBe('');
          else expect(fact.detail).not.toBe('');
        }
      });
    });

    describe('a look at one entry', () => {
      it('sees what the listing saw, and nothing where there is nothing', async () => {
        const { store } = await opened({ ...TRAPS, ...HOSTILE });
        const { look } = store;
        if (look === undefined) return expect(store.read).toBeUndefined();
        const signal = new AbortController().signal;

        const entries = await listed(store);

        for (const { ancestorsChangedAtMs: _, ...entry } of entries)
          expect(await look(entry.path, signal)).toEqual(entry);
        expect(await look('nothing', signal)).toBeUndefined();
        expect(await look('a/below-a-file', signal)).toBeUndefined();
      });
    });

    describe('reading', () => {
      it('gives exactly the bytes, of the whole file or of any part', async () => {
        const content = Buffer.from(
          Uint8Array.from({ length: 700_001 }, (_, index) => (index * 7 + (index >> 9)) & 0xff),
        );
        const { store } = await opened({ 'dir/file': { content } });
        const { read } = store;
        if (read === undefined) return expect(store.look).toBeUndefined();
        const end = fc.option(fc.nat(800_000), { nil: undefined });

        await fc.assert(
          fc.asyncProperty(fc.nat(700_001), end, async (start, stop) => {
            const parts: Uint8Array[] = [];
            for await (const part of read('dir/file', start, stop, new AbortController().signal))
              parts.push(Buffer.from(part));

            expect(Buffer.concat(parts).equals(content.subarray(start, Math.max(start, stop ?? content.length)))).toBe(
              true,
            );
          }),
          { numRuns: 20 },
        );
      });

      it('fails for a file that is not there, instead of giving nothing', async () => {
        const { store } = await opened({ a: 'x' });
        const { read } = store;
        if (read === undefined) return expect(store.look).toBeUndefined();

        const reading = async () => {
          for await (const _ of read('b', 0, undefined, new AbortController().signal)) throw new Error('it gave bytes');
        };

        await expect(reading()).rejects.toMatchObject({ kind: 'not-found' });
      });
    });

    it('changes nothing at the copy, whatever is asked of it', async () => {
      const { store, place } = await opened({ a: 'x', 'b/c': 'y' });
      const signal = new AbortController().signal;
      const before = await place.snapshot();

      await listed(store);
      await store.topLevel(10, signal);
      await store.facts(signal);
      await store.look?.('a', signal);
      for await (const part of store.read?.('b/c', 0, undefined, signal) ?? []) expect(part.length).toBe(1);

      expect(await place.snapshot()).toBe(before);
    });

    afterAll(() => {
      expect(open).toEqual([]);
    });
  });
}

/** All entries of a range, in the order in which they came. */
export async function listed(
  store: Store,
  range: KeyRange = {},
  signal = new AbortController().signal,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of store.list(range, signal)) entries.push(...batch);
  return entries;
}

function latin1(text: string): BytePath {
  return bytePathOf(text);
}
