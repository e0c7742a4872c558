import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBucketOf, LAST_AGE_BUCKET } from '../../src/model/age-bucket.ts';

describe('the bucket of an age', () => {
  it('never falls while the age grows, and stays on the scale', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (one, other) => {
        const [young, old] = [Math.min(one, other), Math.max(one, other)];
        const buckets = [ageBucketOf(young), ageBucketOf(old)] as const;

        if (!Number.isNaN(young)) expect(buckets[0]).toBeLessThanOrEqual(buckets[1]);
        for (const bucket of buckets)
          expect(bucket >= 0 && bucket <= LAST_AGE_BUCKET && Number.isInteger(bucket)).toBe(true);
      }),
    );
  });

  it('is the first for everything below a minute, the future included', () => {
    expect([-1, 0, 59_999, Number.NaN].map(ageBucketOf)).toEqual([0, 0, 0, 0]);
    expect(ageBucketOf(60_000)).toBe(1);
  });
});
