import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addProblem,
  countIn,
  emptyPartial,
  keepFirst,
  mergePartial,
  type Partial,
  problemsOf,
} from '../../src/compare/partial.ts';
import { SAMPLE_LIMIT } from '../../src/model/errors.ts';

const COPIES = ['primary', 'backup'];

type Event = (partial: Partial) => void;

const path = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c', '/') });
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(fc.nat(1), fc.nat(1_000)).map(
    ([copy, bytes]): Event =>
      (partial) => {
        const own = partial.copies[copy];
        if (own === undefined) throw new Error('no such copy');
        countIn(own.listing, bytes);
        own.newestModifiedAtMs = Math.max(own.newestModifiedAtMs, bytes);
        own.times++;
      },
  ),
  fc.tuple(path, fc.nat(99)).map(
    ([at, bytes]): Event =>
      (partial) => {
        const pair = partial.pairs[0];
        if (pair === undefined) throw new Error('no pair');
        countIn(pair.linked, bytes);
        keepFirst(pair.linked.paths, { path: at, sizeBytes: bytes, modifiedAtMs: 0 });
        pair.shifts[bytes % 3] = { pairs: (pair.shifts[bytes % 3]?.pairs ?? 0) + 1, latest: null };
      },
  ),
  fc.tuple(path, fc.nat(1), fc.constantFrom('one', 'another')).map(
    ([at, copy, message]): Event =>
      (partial) =>
        addProblem(partial, { copy, kind: 'io-error', operation: 'read', message, remedy: 'x' }, at),
  ),
);

function partialOf(events: readonly Event[]): Partial {
  const partial = emptyPartial(2);
  for (const apply of events) apply(partial);
  return partial;
}

/** Ties among samples of one path may fall either way; what they are of may not. */
function shown(partial: Partial) {
  const pairs = partial.pairs.map((pair) => ({
    ...pair,
    linked: { ...pair.linked, paths: pair.linked.paths.map((sample) => sample.path) },
  }));
  return { ...partial, pairs, problems: problemsOf(partial, 'website', COPIES) };
}

describe('partial results', () => {
  it('add up to the same whatever was cut where, and in whatever order the parts come', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.array(fc.nat(60)),
        fc.boolean(),
        (events, cuts, isReversed) => {
          const places = [0, ...cuts.map((cut) => Math.min(cut, events.length)).sort((a, b) => a - b), events.length];
          const parts = places.slice(1).map((end, index) => partialOf(events.slice(places[index], end)));
          if (isReversed) parts.reverse();

          const merged = emptyPartial(2);
          for (const part of parts) mergePartial(merged, part);

          expect(shown(merged)).toEqual(shown(partialOf(events)));
        },
      ),
    );
  });

  it('keep the first samples in byte order, never more than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 100 }), (paths) => {
        const samples: { path: string }[] = [];

        for (const one of paths) keepFirst(samples, { path: one });

        expect(samples.map((sample) => sample.path)).toEqual([...paths].sort().slice(0, SAMPLE_LIMIT));
      }),
    );
  });

  it('count problems of one kind together and name the copy', () => {
    const partial = emptyPartial(2);
    for (const at of ['b', 'a']) {
      addProblem(partial, { copy: 1, kind: 'permission-denied', operation: 'read', message: 'm', remedy: 'r' }, at);
    }

    expect(problemsOf(partial, 'website', COPIES)).toMatchObject([
      { copy: 'backup', count: 2, samples: [{ text: 'a' }, { text: 'b' }] },
    ]);
  });
});
