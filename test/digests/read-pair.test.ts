import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planProof } from '../../src/digests/plan.ts';
import { createReadBuffers, ReadFailure, readSideBySide } from '../../src/digests/read-pair.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

const CHUNK = 256 * 1024;

let scratch: Scratch;
const buffers = createReadBuffers();

beforeAll(() => {
  scratch = makeScratch();
});

afterAll(() => scratch.remove());

/** Reads files of these contents side by side. */
function read(contents: readonly Uint8Array[], digest = false, sizeBytes = contents[0]?.length ?? 0) {
  const files = contents.map((content, index) => {
    writeFileSync(join(scratch.path, String(index)), content);
    return openSync(join(scratch.path, String(index)), 'r');
  });
  try {
    return readSideBySide(files[0] as number, files.slice(1), sizeBytes, digest, buffers, () => false);
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** Three chunks of noise that differ from each other. */
function noise(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff));
}

describe('reading side by side', () => {
  it('finds a single differing byte wherever it lies', () => {
    const places = fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 4);
    const content = noise(2 * CHUNK + 5);
    fc.assert(
      fc.property(places, (at) => {
        const other = Buffer.from(content);
        other[at] = (other[at] ?? 0) ^ 1;

        expect(read([content, other]).equal).toEqual([false]);
        expect(read([content, Buffer.from(content)]).equal).toEqual([true]);
      }),
      { numRuns: 10 },
    );
  });

  it('gives the digest that another implementation gives, for any length and whatever the others hold', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK), (length) => {
        const content = noise(length);

        const { digest } = read([content, Buffer.alloc(length, 7)], true);

        expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
      }),
      { numRuns: 12 },
    );
  });

  it('stops reading a file once it differs, and all of them once none is equal', () => {
    const content = noise(3 * CHUNK);

    const { bytes, equal } = read([content, Buffer.alloc(3 * CHUNK)]);

    expect(equal).toEqual([false]);
    expect(bytes).toBe(2 * CHUNK);
  });

  it('compares several with one reading of the first', () => {
    const content = noise(CHUNK);

    const { bytes, equal } = read([content, content, Buffer.alloc(CHUNK), content]);

    expect(equal).toEqual([true, false, true]);
    expect(bytes).toBe(4 * CHUNK);
  });

  it('calls a file unequal that became shorter than it was', () => {
    const content = noise(CHUNK + 10);

    expect(read([content, content.subarray(0, CHUNK)], false, CHUNK + 10).equal).toEqual([false]);
  });

  it('tells which file could not be read', () => {
    writeFileSync(join(scratch.path, 'good'), 'abc');
    const good = openSync(join(scratch.path, 'good'), 'r');
    const directory = openSync(scratch.path, 'r');

    const attempt = () => readSideBySide(good, [directory], 3, false, buffers, () => false);

    expect(attempt).toThrow(ReadFailure);
    expect(attempt).toThrow(expect.objectContaining({ index: 1 }));
    closeSync(good);
    closeSync(directory);
  });

  it('stops where it is told to', () => {
    writeFileSync(join(scratch.path, 'long'), noise(2 * CHUNK));
    const file = openSync(join(scratch.path, 'long'), 'r');

    expect(() => readSideBySide(file, [file], 2 * CHUNK, false, buffers, () => true)).toThrow('stopped');
    closeSync(file);
  });
});

describe('the plan of proof', () => {
  it('reads unless every backup is content with names and sizes', () => {
    expect(planProof(['listed', 'listed'])).toBe('listed');
    expect(planProof(['listed', 'stated'])).toBe('read');
    expect(planProof(['restored'])).toBe('read');
  });
});
