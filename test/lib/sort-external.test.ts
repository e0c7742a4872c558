import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSorter } from '../../src/lib/sort-external.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

/** Text of bytes, as paths are held. */
const record = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

let scratch: Scratch;

beforeEach(() => {
  scratch = makeScratch();
});

afterEach(() => scratch.remove());

function sorted(records: readonly string[], memoryChars: number): readonly string[] {
  const sorter = createSorter({ directory: scratch.path, memoryChars });
  for (const one of records) sorter.add(one);
  return [...sorter.sorted()];
}

function byBytes(records: readonly string[]): readonly string[] {
  return [...records].sort((a, b) => Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')));
}

describe('the external sorter', () => {
  it('gives all records in byte order, whether they fit into memory or not', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 200 }),
        fc.constantFrom(1, 100, 1_000, 1_000_000),
        (records, memory) => {
          expect(sorted(records, memory)).toEqual(byBytes(records));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('carries records that are longer than its buffers', () => {
    const records = ['b'.repeat(300_000), 'a'.repeat(200_000), 'a'.repeat(200_001), ''];

    expect(sorted(records, 1_000)).toEqual(byBytes(records));
  });

  it('merges more runs than it keeps open', () => {
    const records = Array.from({ length: 500 }, (_, index) => String((index * 7919) % 500).padStart(3, '0'));

    expect(sorted(records, 1)).toEqual(byBytes(records));
  });

  it('leaves no file behind by name, neither while it sorts nor after', () => {
    const sorter = createSorter({ directory: scratch.path, memoryChars: 10 });
    for (const one of ['c', 'b', 'a', 'd', 'e']) sorter.add(one);

    const meanwhile = readdirSync(scratch.path);
    sorter.close();

    expect(meanwhile).toEqual([]);
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('gives way where another thread has a file of the same name at that moment', () => {
    for (let count = 0; count < 2_000; count++) writeFileSync(join(scratch.path, `run-${process.pid}-${count}`), '');

    expect(sorted(['b', 'a'], 1)).toEqual(['a', 'b']);
  });

  it('hands what was spilled to another sorter, nothing lost and nothing twice', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 50 }), fc.array(record, { maxLength: 50 }), (first, second) => {
        const sources = [first, second].map((records) => {
          const sorter = createSorter({ directory: scratch.path, memoryChars: 60 });
          for (const one of records) sorter.add(one);
          return sorter;
        });

        const all = createSorter({ directory: scratch.path, runs: sources.flatMap((sorter) => sorter.detach()) });

        expect([...all.sorted()]).toEqual(byBytes([...first, ...second]));
      }),
      { numRuns: 40 },
    );
  });
});
