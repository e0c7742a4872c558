/** Ages are counted on a fixed scale: bucket 0 is below one minute (and the future), then four buckets to each doubling. */
const SMALLEST_MS = 60_000;
const PER_DOUBLING = 4;

/** The largest index in use: about 128 years. */
export const LAST_AGE_BUCKET = 104;

/** The bucket of an age in milliseconds; never fails, whatever the age. */
export function ageBucketOf(ageMs: number): number {
  if (!(ageMs >= SMALLEST_MS)) return 0;
  return Math.min(LAST_AGE_BUCKET, 1 + Math.floor(Math.log2(ageMs / SMALLEST_MS) * PER_DOUBLING));
}
