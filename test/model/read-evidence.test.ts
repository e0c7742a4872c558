import { describe, expect, it } from 'vitest';
import { canonicalJson, digestEvidence } from '../../src/model/evidence-digest.ts';
import { evidenceSchema } from '../../src/model/evidence-schema.ts';
import { readEvidence } from '../../src/model/read-evidence.ts';
import { comparisonOf, datasetOf, evidenceOf, NOW } from '../support/evidence.ts';

const EVIDENCE = evidenceOf([
  datasetOf([{ comparison: comparisonOf({ lacks: [{ class: 'absent', lastPossibleChangeMs: NOW - 5 }] }) }]),
]);

/** Changed, with a digest that fits all the same. */
function forged(change: object): string {
  const evidence = { ...EVIDENCE, ...change };
  return JSON.stringify({ ...evidence, digest: digestEvidence(evidence) });
}

describe('evidence', () => {
  it('is read as it was written, in whatever order its members stand', () => {
    const shuffled = Object.fromEntries(Object.entries(EVIDENCE).reverse());

    expect(readEvidence(JSON.stringify(EVIDENCE))).toEqual(EVIDENCE);
    expect(readEvidence(JSON.stringify(shuffled, null, 2))).toEqual(EVIDENCE);
  });

  it.each([
    ['no JSON', '{', 'This is no evidence'],
    ['no object', '7', 'This is no evidence'],
    ['a report', '{"verdict":"pass"}', 'no schemaVersion'],
    ['another version', '{"schemaVersion":"9.0"}', 'has schema version 9.0'],
    ['a change after it was collected', JSON.stringify({ ...EVIDENCE, complete: false }), 'digest does not match'],
    ['another shape', forged({ datasets: [{ id: 'x' }] }), 'at datasets.0.copies'],
    ['a member that it does not know', forged({ verdict: 'pass' }), 'verdict'],
    ['no dataset at all in it', forged({ datasets: undefined }), 'at datasets'],
  ])('is refused where it is %s', (_name, text, message) => {
    const read = () => readEvidence(text);

    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ kind: 'config-invalid', remedy: expect.any(String) }));
  });

  it('has a digest that any change of a value moves', () => {
    const digests = [{}, { complete: false }, { collectedAtMs: NOW + 1 }, { datasets: [] }].map((change) =>
      digestEvidence({ ...EVIDENCE, ...change }),
    );

    expect(new Set(digests).size).toBe(digests.length);
  });

  it('has canonical JSON: members by name, nothing that is undefined', () => {
    expect(canonicalJson({ b: [1, { d: 'x', c: null }], a: undefined })).toBe('{"b":[1,{"c":null,"d":"x"}]}');
  });

  it('fits its schema where the tests build it', () => {
    expect(evidenceSchema.safeParse(JSON.parse(JSON.stringify(EVIDENCE))).error).toBeUndefined();
  });
});
