import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLineWriter, readLines } from '../../src/lib/line-file.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

let scratch: Scratch;
let path: string;

beforeEach(() => {
  scratch = makeScratch();
  path = join(scratch.path, 'lines');
});

afterEach(() => scratch.remove());

describe('a file of lines', () => {
  it('gives back what was written, for any text without line feed', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const writer = createLineWriter(path, 'w');
        for (const one of lines) writer.write(one);
        writer.finish();

        expect([...readLines(path)]).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });

  it('carries lines that are longer than its buffers', () => {
    const lines = ['ガ'.repeat(200_000), '', 'b'.repeat(131_072), 'c'];
    const writer = createLineWriter(path, 'w');
    for (const one of lines) writer.write(one);
    writer.finish();

    expect([...readLines(path)]).toEqual(lines);
  });

  it('leaves out a last line that was torn', () => {
    writeFileSync(path, 'one\ntwo\nthr');

    expect([...readLines(path)]).toEqual(['one', 'two']);
  });

  it('does not overwrite where it is told to make a new file', () => {
    writeFileSync(path, 'kept\n');

    expect(() => createLineWriter(path, 'wx')).toThrow('EEXIST');
    expect(readFileSync(path, 'utf8')).toBe('kept\n');
  });

  it('is readable by its owner alone', () => {
    createLineWriter(path, 'w').finish();

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
