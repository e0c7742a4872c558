import { CLAIM_NAMES } from '../model/claim.ts';
import type { DomainName } from '../model/domain.ts';
import type { CopyEvidence } from '../model/evidence.ts';
import type { DomainRelation } from '../model/report.ts';
import { type ClaimName, claimedSet } from './claim-value.ts';
import { SHARED_THROUGH } from './implications.ts';
import { firstRefusal } from './refusal.ts';
import { relateCopies } from './relate.ts';

/** A claim that both copies make, with different values. */
export interface OpposedClaim {
  readonly claim: ClaimName;
  /** The backup whose pair it is. */
  readonly copy: string;
  /** Both sides as they were written. */
  readonly claimed: { readonly primary: string; readonly backup: string };
}

/** Claims that set two copies apart, while what was observed shows that they are not. */
export interface ContradictedClaim extends OpposedClaim {
  /** What was observed, one clause each. */
  readonly because: readonly string[];
}

/** Claims that set two copies apart, while a fact that could contradict them was refused. */
export interface UncheckedClaim extends OpposedClaim {
  readonly because: readonly string[];
  readonly needs: string;
}

/**
 * Finds the claims of a pair that evidence contradicts, in the order of `CLAIM_NAMES`. Both copies must make the claim:
 * one alone says nothing that an observation could compare. Facts that are themselves declared contradict nothing.
 */
export function contradictedClaims(primary: CopyEvidence, backup: CopyEvidence): readonly ContradictedClaim[] {
  const observed = observedRelations(primary, backup);
  return opposedClaims(primary, backup).flatMap((opposed) => {
    const relation = observed.get(opposed.claim);
    return relation === undefined ? [] : [{ ...opposed, because: relation.because }];
  });
}

/**
 * Finds the claims of a pair that nothing contradicts only because somebody did not, or might not, look. Without them a
 * refused permission would silence a contradiction.
 */
export function uncheckedClaims(primary: CopyEvidence, backup: CopyEvidence): readonly UncheckedClaim[] {
  const observed = observedRelations(primary, backup);
  return opposedClaims(primary, backup).flatMap((opposed) => {
    const refusal = firstRefusal([opposed.claim, ...SHARED_THROUGH[opposed.claim]], [primary, backup]);
    if (refusal === undefined || observed.has(opposed.claim)) return [];
    return [{ ...opposed, because: [refusal.because], needs: refusal.needs }];
  });
}

function opposedClaims(primary: CopyEvidence, backup: CopyEvidence): readonly OpposedClaim[] {
  return CLAIM_NAMES.flatMap((claim) => {
    const a = claimedSet(primary.claims, claim)?.value.values[0];
    const b = claimedSet(backup.claims, claim)?.value.values[0];
    if (a === undefined || b === undefined || a.id === b.id) return [];
    return [{ claim, copy: backup.id, claimed: { primary: a.label ?? a.id, backup: b.label ?? b.id } }];
  });
}

/** The domains that are shared by observation alone. */
function observedRelations(primary: CopyEvidence, backup: CopyEvidence): ReadonlyMap<DomainName, DomainRelation> {
  const relations = relateCopies({ ...primary, claims: {} }, { ...backup, claims: {} });
  const shared = relations.filter(({ relation, basis }) => relation === 'shared' && basis !== 'declared');
  return new Map(shared.map((relation) => [relation.domain, relation]));
}
