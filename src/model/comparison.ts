import type { PathText } from './path.ts';

/** A number of entries and the sum of their sizes at the primary (at the backup for `extra`). */
export interface Tally {
  readonly entries: number;
  readonly bytes: number;
}

/** How a content claim was proven, weakest first. */
export const ASSURANCES = ['listed', 'stated', 'computed', 'read', 'restored'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** The four classes in which the copy does not hold the primary's version under the primary's name. */
export const LACK_CLASSES = ['absent', 'older', 'differs', 'moved'] as const;
export type LackClass = (typeof LACK_CLASSES)[number];

/** Every class; each entry is in exactly one. */
export const ENTRY_CLASSES = ['same', 'unverified', 'conflict', 'extra', 'notRepresentable', ...LACK_CLASSES] as const;
export type EntryClass = (typeof ENTRY_CLASSES)[number];

export type Blame = 'backup' | 'primary' | 'unknown';

/** One side of a sample; absent members were not known. */
export interface SideSample {
  readonly sizeBytes: number;
  readonly modifiedAtMs?: number;
}

export interface EntrySample {
  readonly path: PathText;
  readonly primary?: SideSample;
  readonly backup?: SideSample;
}

/**
 * A lack with its bounds, epoch milliseconds.
 * `lastPossibleChangeMs`: the change that the copy lacks happened at this time or before; absent where no time that can
 * be believed was known. `lackSinceMs`: the first run that saw this path lacking with this same version at the copy.
 * `heldMs`: up to when the copy provably held this path's version (the time of the version it has, or of an earlier run
 * that saw it the same); absent where it has none.
 */
export interface LackSample extends EntrySample {
  readonly lastPossibleChangeMs?: number;
  readonly lackSinceMs: number;
  readonly heldMs?: number;
  /** For `moved`: the name under which the copy holds the content. */
  readonly heldAs?: PathText;
}

/**
 * Lacks of similar age: `bound` is `min(lastPossibleChange, lackSince)`. Buckets are fixed (see `model/age-bucket.ts`);
 * extremes are exact, so a threshold that does not fall between two extremes of one cell counts exactly.
 */
export interface LackCell {
  /** Bucket of the age of `bound` at collection. */
  readonly age: number;
  /** Bucket of the age of `heldMs` at collection; -1 where the copy holds no version. */
  readonly heldAge: number;
  readonly entries: number;
  readonly bytes: number;
  readonly boundMinMs: number;
  readonly boundMaxMs: number;
  readonly heldMinMs: number | null;
  readonly heldMaxMs: number | null;
}

/** All lacks of one class, free of policy: whether they are due is judged later. */
export interface LackEvidence extends Tally {
  /** In ascending order of `age`, then `heldAge`. */
  readonly cells: readonly LackCell[];
  /** The earliest time at which a change that the copy lacks may have happened; null where there is no lack, or one without any time. */
  readonly earliestPossibleChangeMs: number | null;
  /** The lacks with the smallest bound first (ties by path). */
  readonly oldest: readonly LackSample[];
  /** The lacks with the largest bound first (ties by path). */
  readonly newest: readonly LackSample[];
}

export interface ConflictSample extends EntrySample {
  readonly blame: Blame;
  /** Which copies agree with whom, as a sentence without a period. */
  readonly because: string;
}

export interface ConflictEvidence extends Tally {
  readonly byBlame: { readonly [B in Blame]: Tally };
  readonly samples: readonly ConflictSample[];
}

export interface SampledTally extends Tally {
  /** The first in byte order of their paths. */
  readonly samples: readonly EntrySample[];
}

/** A time at which the copy is known to have been current, and how that is known. */
export interface CurrencyProof {
  readonly kind: 'recovery-point' | 'heartbeat' | 'stored-at' | 'same-entry' | 'earlier-run';
  readonly atMs: number;
  readonly path?: PathText;
}

/** What the comparison of one backup with the primary found. Free of policy; all times in epoch milliseconds. */
export interface Comparison {
  readonly same: SampledTally;
  readonly unverified: SampledTally;
  readonly absent: LackEvidence;
  readonly older: LackEvidence;
  readonly differs: LackEvidence;
  readonly moved: LackEvidence;
  readonly conflict: ConflictEvidence;
  readonly extra: SampledTally;
  readonly notRepresentable: SampledTally;
  /** How much of `same` was proven how. */
  readonly sameBy: { readonly [A in Assurance]?: Tally };
  /** Entries of the primary of which nothing is known in this copy, or the reverse (unreadable directories); in no class. */
  readonly notCompared: Tally;
  /** Entries that changed while the run looked at them; each is in a class besides. */
  readonly inFlight: SampledTally;
  /** Pairs that are one file (same device and inode): one copy, not two. They are in `same` besides. */
  readonly linked: SampledTally;
  /** Pairs that were matched although their names differ in Unicode form or letter case; each is in a class besides. */
  readonly nameForm: SampledTally;
  /** The coarser precision at which times were compared. */
  readonly precisionMs: number;
  /** Whole hours by which all times of the backup are shifted; 0 where they are not. */
  readonly zoneShiftHours: number;
  /** The best proof of each kind, in the order of `CurrencyProof.kind`. */
  readonly currency: readonly CurrencyProof[];
  /** When the last complete earlier run compared this copy; null on a first run. */
  readonly previousRunAtMs: number | null;
}
