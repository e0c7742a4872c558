import type { Comparison, CurrencyProof } from '../model/comparison.ts';

/** Proofs that hold for every entry of a copy, because they date the whole of it. */
const WHOLE_COPY_PROOFS: readonly CurrencyProof['kind'][] = ['recovery-point', 'heartbeat'];

/** When the copy was last known to be current; null where nothing proves it. */
export function currentAtOf(comparison: Pick<Comparison, 'currency'>): number | null {
  return latest(comparison.currency);
}

/** The same by proofs alone that date the copy as a whole: one fresh file says nothing of another that is always skipped. */
export function wholeCopyCurrentAtOf(comparison: Pick<Comparison, 'currency'>): number | null {
  return latest(comparison.currency.filter(({ kind }) => WHOLE_COPY_PROOFS.includes(kind)));
}

function latest(proofs: readonly CurrencyProof[]): number | null {
  return proofs.length === 0 ? null : Math.max(...proofs.map(({ atMs }) => atMs));
}
