import type { DomainSet, DomainValue } from '../model/domain.ts';
import type { Basis, Known } from '../model/fact.ts';
import { NONE_ID, namespaceOf, provesDifferent } from './namespaces.ts';

/** What two known sets of one domain prove about each other. */
export type SetComparison =
  | { readonly relation: 'shared'; readonly common: readonly DomainValue[] }
  | { readonly relation: 'separate' }
  | { readonly relation: 'unknown'; readonly why: 'incomplete' | 'hint-only' | 'not-comparable' };

/**
 * Compares two sets of a single-valued domain. A copy may depend on several values at once (the disks of a mirror, a
 * filesystem and the one that carries its image), so one common value is `shared`, and `separate` needs every pair of
 * values to differ provably.
 */
export function compareSets(a: Known<DomainSet>, b: Known<DomainSet>): SetComparison {
  const common = commonValues(a.value, b.value);
  const isStrong = a.strength === 'strong' && b.strength === 'strong';
  const proven = isStrong ? common.filter((value) => namespaceOf(value.id).equality === 'proves') : [];
  if (proven.length > 0) return { relation: 'shared', common: proven };
  if (a.value.completeness === 'partial' || b.value.completeness === 'partial') {
    return { relation: 'unknown', why: 'incomplete' };
  }
  if (isStrong && (isNone(a.value) || isNone(b.value))) return { relation: 'separate' };
  if (common.length > 0 || !isStrong) return { relation: 'unknown', why: 'hint-only' };
  return isEveryPairDifferent(a.value, b.value)
    ? { relation: 'separate' }
    : { relation: 'unknown', why: 'not-comparable' };
}

/** Values that stand in both sets, in the order of the first; `none` is common to nobody. */
export function commonValues(a: DomainSet, b: DomainSet): readonly DomainValue[] {
  const ids = new Set(b.values.map((value) => value.id));
  return a.values.filter((value) => value.id !== NONE_ID && ids.has(value.id));
}

/** Whether a set says that the copy has nothing of the kind. */
export function isNone(set: DomainSet): boolean {
  return set.values.length === 1 && set.values[0]?.id === NONE_ID;
}

/** A conclusion is as weak as its weakest premise. */
export function weakestBasis(a: Basis, b: Basis): Basis {
  const order: readonly Basis[] = ['observed', 'inferred', 'declared'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function isEveryPairDifferent(a: DomainSet, b: DomainSet): boolean {
  const left = ownIds(a);
  const right = ownIds(b);
  if (left.length === 0 || right.length === 0) return false;
  return left.every((one) => right.every((other) => provesDifferent(one, other)));
}

function ownIds(set: DomainSet): readonly string[] {
  return set.values.map((value) => value.id).filter((id) => !namespaceOf(id).alias);
}
