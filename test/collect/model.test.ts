import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/comparison.ts';
import { compareTrees, makeScratch, writeTree } from '../support/trees.ts';

const T = 1_700_000_000_125;

/** One path on two sides; contents are drawn from few, so that equal and different ones both come up. */
interface Pair {
  readonly own: string | null;
  readonly other: string | null;
  /** How the copy's time lies to the primary's. */
  readonly time: 'equal' | 'before' | 'after';
}

/** `large` and `other` stand for content of several chunks that differs in its last byte. */
const content = fc.constantFrom(null, 'one', 'two', 'three', '', 'large', 'other');
const pair: fc.Arbitrary<Pair> = fc.record({
  own: content,
  other: content,
  time: fc.constantFrom('equal', 'before', 'after'),
});
const name = fc.constantFrom('a', 'b', 'a.b', 'a0', 'ガ', 'z\n', '-rf');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
/** A set of paths of which none is a folder of another. */
const tree = fc
  .uniqueArray(fc.tuple(path, pair), { selector: ([key]) => key, maxLength: 24 })
  .map((pairs) => pairs.filter(([key]) => !pairs.some(([other]) => other.startsWith(`${key}/`))));

/** The classes as one would count them by hand, without joining moves. */
function expected(pairs: readonly (readonly [string, Pair])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, { own, other, time }] of pairs) {
    const found = classOf(own, other, time);
    if (found !== undefined) counts[found] = (counts[found] ?? 0) + 1;
  }
  return counts;
}

function classOf(own: string | null, other: string | null, time: Pair['time']): string | undefined {
  if (own === null) return other === null ? undefined : 'extra';
  if (other === null) return 'absent';
  if (own === other) return 'same';
  return { equal: 'conflict', before: 'older', after: 'differs' }[time];
}

function found(comparison: Comparison | undefined): Record<string, number> {
  const classes = ['same', 'unverified', 'older', 'differs', 'conflict', 'absent', 'extra'] as const;
  const counts = Object.fromEntries(classes.map((name) => [name, comparison?.[name].entries ?? -1]));
  // A move is an absent and an extra entry that were joined.
  const moved = comparison?.moved.entries ?? -1;
  const whole = { ...counts, absent: (counts.absent ?? 0) + moved, extra: (counts.extra ?? 0) + moved };
  return Object.fromEntries(Object.entries(whole).filter(([, entries]) => entries !== 0));
}

function contentOf(name: string | null): string | null {
  if (name === 'large') return `${'x'.repeat(300_000)}a`;
  return name === 'other' ? `${'x'.repeat(300_000)}b` : name;
}

function write(root: string, pairs: readonly (readonly [string, Pair])[], side: 'own' | 'other'): void {
  mkdirSync(root, { recursive: true });
  for (const [key, one] of pairs) {
    const text = contentOf(one[side]);
    if (text === null) continue;
    const offset = { equal: 0, before: -50_000, after: 50_000 }[side === 'own' ? 'equal' : one.time];
    mkdirSync(dirname(join(root, key)), { recursive: true });
    writeFileSync(join(root, key), '');
    writeTree(root, { [key]: { content: text, modifiedAtMs: T + offset } });
  }
}

describe('a comparison of any two trees', () => {
  it('puts every entry into the class that counting by hand gives, whatever the number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 1, max: 4 }), async (pairs, threads) => {
        const scratch = makeScratch();
        try {
          write(join(scratch.path, 'p'), pairs, 'own');
          write(join(scratch.path, 'b'), pairs, 'other');

          const { comparisons, partial } = await compareTrees([join(scratch.path, 'p'), join(scratch.path, 'b')], {
            threads,
          });

          expect(found(comparisons[0])).toEqual(expected(pairs));
          expect(partial.problems).toEqual({});
        } finally {
          scratch.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});
