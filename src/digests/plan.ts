import type { Assurance } from '../model/comparison.ts';

/** How content is proved where both sides can be read at hand. */
export type Proof = 'listed' | 'read';

/**
 * The cheapest proof that satisfies every backup of a dataset. A local file states no digest, so everything above
 * `listed` means to read both sides; then their bytes are compared directly, which costs less than any digest.
 */
export function planProof(assurances: readonly Assurance[]): Proof {
  return assurances.every((assurance) => assurance === 'listed') ? 'listed' : 'read';
}
