import type { Claims } from './claim.ts';
import type { Comparison, Tally } from './comparison.ts';
import type { DomainName, DomainSet } from './domain.ts';
import type { Problem } from './errors.ts';
import type { Fact } from './fact.ts';
import type { PathText } from './path.ts';

/** Where something stands in the configuration; absent for what came from the command line. Lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface FilesystemFact {
  /** As the kernel names it: `ext4`, `tmpfs`, `nfs4`. */
  readonly type: string;
  readonly mountPoint: string;
  /** Device, export or dataset, as mounted. */
  readonly source: string;
  readonly readOnly: boolean;
}

/** A user of a host who can delete or overwrite entries of a copy, and by what right. */
export interface Destroyer {
  /** As a domain value of `credential`: `linux:boot-id/…/uid/1000`. */
  readonly id: string;
  /** `root`, `uid 1000 (web)`. */
  readonly label: string;
  /** A clause: `owns the directory`. */
  readonly right: string;
}

export interface Protection {
  readonly kind: 'append-only' | 'immutable-flag' | 'read-only-mount';
  /** Who can lift it, as a clause: `root of this host`. */
  readonly liftableBy: string;
}

/** What was found out about where a copy lies and who can destroy it. Every member is present; what is not known says why. */
export interface CopyFacts {
  readonly domains: { readonly [D in DomainName]: Fact<DomainSet> };
  readonly filesystem: Fact<FilesystemFact>;
  readonly destroyers: Fact<readonly Destroyer[]>;
  /** The user to whom the copy's root belongs: the one who normally writes it. */
  readonly owner: Fact<Destroyer>;
  readonly protections: Fact<readonly Protection[]>;
}

/** A backup whose arrangement is recognised as something other than the configured layout. */
export interface LayoutMismatch {
  readonly configured: string;
  readonly recognised: string;
  /** What gave it away, as a clause. */
  readonly because: string;
}

/** How a copy lies to the primary on disk: the same directory, inside it, around it, or apart. `unknown` where it could not be resolved. */
export type Placement = 'apart' | 'same-directory' | 'inside-primary' | 'around-primary' | 'unknown';

export interface CopyEvidence {
  readonly id: string;
  readonly role: 'primary' | 'backup';
  /** Secrets never stand in it. */
  readonly url: string;
  readonly adapter: string;
  readonly layout: string;
  readonly accidental: boolean;
  readonly declaredAt?: SourceLocation;
  /** `listed`: the whole copy was read. `failed`: `error` says why nothing, or not all, is known. */
  readonly status: 'listed' | 'failed' | 'layout-mismatch';
  readonly error?: Problem;
  readonly layoutMismatch?: LayoutMismatch;
  /** Files, links and empty directories found; null unless `listed`. */
  readonly listing: Tally | null;
  readonly newestModifiedAtMs: number | null;
  readonly placement: Placement;
  readonly claims: Claims;
  readonly facts: CopyFacts;
}

export interface ComparisonEvidence {
  readonly backup: string;
  /** Null where one side could not be listed, the layout does not fit, or both are one directory. */
  readonly comparison: Comparison | null;
  /** Why there is none, as a sentence without a period. */
  readonly missingBecause?: string;
}

export interface HeartbeatEvidence {
  readonly path: PathText;
}

export interface DatasetEvidence {
  readonly id: string;
  /** Primary first, then the backups in the order of the configuration. */
  readonly copies: readonly CopyEvidence[];
  readonly comparisons: readonly ComparisonEvidence[];
  readonly exclude: readonly string[];
  readonly heartbeat?: HeartbeatEvidence;
}

/** Everything that was seen, and nothing that is wished: JSON all the way, judged by `evaluate` now or years later. */
export interface Evidence {
  readonly schemaVersion: '0.1';
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  /** The `now` of every age in it: when collecting began. */
  readonly collectedAtMs: number;
  readonly finishedAtMs: number;
  /** False where the run was cut short. */
  readonly complete: boolean;
  readonly datasets: readonly DatasetEvidence[];
  readonly problems: readonly Problem[];
  /** SHA-256 (hex) of the canonical JSON of all other members. */
  readonly digest: string;
}
