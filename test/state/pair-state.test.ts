import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPairStateWriter,
  pairStatePath,
  readPairState,
  readPairStateHeader,
} from '../../src/state/pair-state.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

const HEADER = { schemaVersion: 1, collectedAtMs: 5, currentAtMs: null, isClean: true, entries: 2, bytes: 3 } as const;

let scratch: Scratch;
let path: string;

beforeEach(() => {
  scratch = makeScratch();
  path = join(scratch.path, 'state.jsonl');
});

afterEach(() => scratch.remove());

function* remaining<T>(iterator: Iterator<T>): Generator<T> {
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
}

describe('the state of a pair', () => {
  it('gives back what was written, whatever bytes the names hold', () => {
    const name = fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const lacks = names.sort().map((one, index) => ({ path: one, version: `f${index}`, lackSinceMs: index }));
        const writer = createPairStateWriter(path, HEADER);
        for (const lack of lacks) writer.write(lack);
        writer.finish();

        const state = readPairState(path);

        expect(state?.header).toEqual(HEADER);
        expect([...remaining(state?.lacks ?? [].values())]).toEqual(lacks);
      }),
      { numRuns: 40 },
    );
  });

  it('is nothing where no run was before', () => {
    expect(readPairState(path)).toBeUndefined();
    expect(readPairStateHeader(path)).toBeUndefined();
  });

  it.each([
    ['an empty file', ''],
    ['a torn header', '{"schemaVersion":1,"coll'],
    ['a header of a later version', '{"schemaVersion":2}\n'],
    ['no JSON', 'state\n'],
  ])('is refused, not forgotten, where it cannot be understood: %s', (_name, text) => {
    writeFileSync(path, text);

    expect(() => readPairState(path)).toThrow(
      expect.objectContaining({ kind: 'protocol', remedy: expect.stringContaining(path) }),
    );
  });

  it.each([
    ['a line that is no JSON', '["a'],
    ['a line of another shape', '["a",1,2]'],
    ['lines out of order', '["b","f",1]\n["a","f",1]'],
  ])('is refused where its lacks cannot be understood: %s', (_name, lines) => {
    writeFileSync(path, `${JSON.stringify(HEADER)}\n${lines}\n`);

    expect(() => [...remaining(readPairState(path)?.lacks ?? [].values())]).toThrow(
      expect.objectContaining({ kind: 'protocol' }),
    );
  });

  it('belongs to one dataset, primary and backup', () => {
    const paths = [
      pairStatePath('/s', 'a', '/p', '/b'),
      pairStatePath('/s', 'b', '/p', '/b'),
      pairStatePath('/s', 'a', '/b', '/p'),
      pairStatePath('/s', 'a', '/p/b', ''),
    ];

    expect(new Set(paths).size).toBe(paths.length);
  });
});
