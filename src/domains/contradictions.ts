import { CLAIM_NAMES } from '../model/claim.ts';
import type { CopyEvidence } from '../model/evidence.ts';
import { type ClaimName, claimedSet } from './claim-value.ts';
import { relateCopies } from './relate.ts';

/** Claims that set two copies apart, while what was observed shows that they are not. */
export interface ContradictedClaim {
  readonly claim: ClaimName;
  /** The backup whose pair it is. */
  readonly copy: string;
  /** Both sides as they were written. */
  readonly claimed: { readonly primary: string; readonly backup: string };
  /** What was observed, one clause each. */
  readonly because: readonly string[];
}

/**
 * Finds the claims of a pair that evidence contradicts, in the order of `CLAIM_NAMES`. Both copies must make the claim:
 * one alone says nothing that an observation could compare. Facts that are themselves declared contradict nothing.
 */
export function contradictedClaims(primary: CopyEvidence, backup: CopyEvidence): readonly ContradictedClaim[] {
  const observed = relateCopies({ ...primary, claims: {} }, { ...backup, claims: {} });
  return CLAIM_NAMES.flatMap((claim) => {
    const a = claimedSet(primary.claims, claim)?.value.values[0];
    const b = claimedSet(backup.claims, claim)?.value.values[0];
    if (a === undefined || b === undefined || a.id === b.id) return [];
    const relation = observed.find((one) => one.domain === claim);
    if (relation?.relation !== 'shared' || relation.basis === 'declared') return [];
    const claimed = { primary: a.label ?? a.id, backup: b.label ?? b.id };
    return [{ claim, copy: backup.id, claimed, because: relation.because }];
  });
}
