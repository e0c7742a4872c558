import type { Claims } from './claim.ts';
import type { Assurance, Blame, EntrySample, LackSample, Tally } from './comparison.ts';
import type { DomainName } from './domain.ts';
import type { Problem } from './errors.ts';
import type { CopyFacts, Placement, SourceLocation } from './evidence.ts';
import type { Basis } from './fact.ts';
import type { Expectations, Severity, Waiver } from './policy.ts';

export type FindingVerdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** The judgement of one check on one subject. */
export interface Finding {
  readonly checkId: string;
  readonly dataset: string;
  /** Absent where the dataset as a whole is judged. */
  readonly copy?: string;
  readonly verdict: FindingVerdict;
  readonly severity: Severity;
  /** Statement, evidence, consequence; one or two sentences, each ending with a period. */
  readonly message: string;
  /** The facts it rests on, one clause each. */
  readonly because: readonly string[];
  /** What to do next, starting with a verb; for an unknown, what would settle it. Empty for `pass`. */
  readonly remedy: string;
  readonly location?: SourceLocation;
  /** Stable over runs: check, dataset and copy, never a line or a count. */
  readonly fingerprint: string;
  readonly waiver?: Waiver;
}

/** Documentation of a check as reporters need it. */
export interface RuleMeta {
  readonly id: string;
  readonly title: string;
  readonly failTitle: string;
  readonly severity: Severity;
  readonly category: 'content' | 'freshness' | 'independence' | 'collection';
  readonly rationale: string;
  readonly remediation: string;
  readonly whenToWaive: string;
  readonly references: readonly string[];
}

/** A count that may be known only within bounds, because ages are kept on a scale of buckets. Exact where both are equal. */
export interface JudgedTally {
  readonly atLeast: Tally;
  readonly atMost: Tally;
  readonly samples: readonly LackSample[];
}

export interface ReportTally extends Tally {
  readonly samples: readonly EntrySample[];
}

export interface ConflictReport extends Tally {
  readonly byBlame: { readonly [B in Blame]: Tally };
  readonly samples: readonly (EntrySample & { readonly blame: Blame; readonly because: string })[];
}

/** The comparison with every lack judged by the backup's RPO. */
export interface ComparisonReport {
  readonly same: ReportTally;
  readonly unverified: ReportTally;
  readonly pending: JudgedTally;
  readonly outdated: JudgedTally;
  readonly missing: JudgedTally;
  readonly undetermined: JudgedTally;
  /** Overdue moves: content held, under an old name. Also counted in `missing`. */
  readonly moved: JudgedTally;
  readonly conflict: ConflictReport;
  readonly extra: ReportTally;
  readonly notRepresentable: ReportTally;
  readonly notCompared: Tally;
  readonly inFlight: ReportTally;
  readonly linked: ReportTally;
  readonly nameForm: ReportTally;
  readonly precisionMs: number;
  readonly zoneShiftHours: number;
}

/** Bounds of the age of the oldest change that the copy does not hold. `atMostMs` is null where nothing bounds it. */
export interface AchievedRpo {
  readonly atLeastMs: number;
  readonly atMostMs: number | null;
  /** What the upper bound rests on, as a clause. */
  readonly because: string;
}

/** Whether two copies share a failure domain, and on what that rests. */
export interface DomainRelation {
  readonly domain: DomainName;
  readonly relation: 'shared' | 'separate' | 'unknown';
  readonly basis: Basis | null;
  /** The evidence, one clause each. */
  readonly because: readonly string[];
  /** What would settle an unknown. */
  readonly needs?: string;
}

export interface CopyReport {
  readonly id: string;
  readonly url: string;
  readonly status: 'listed' | 'failed' | 'layout-mismatch';
  readonly listing: Tally | null;
  readonly facts: CopyFacts;
  readonly claims: Claims;
}

export interface BackupReport extends CopyReport {
  readonly accidental: boolean;
  readonly placement: Placement;
  readonly expect: Expectations;
  readonly comparison: ComparisonReport | null;
  readonly achievedRpo: AchievedRpo | null;
  /** When the copy was last known to be current; null where nothing proves it. */
  readonly currentAtMs: number | null;
  /** The weakest proof among the entries called `same`; null where there are none. */
  readonly assurance: Assurance | null;
  readonly relations: readonly DomainRelation[];
}

export interface DatasetReport {
  readonly id: string;
  readonly expect: Expectations;
  readonly primary: CopyReport;
  readonly backups: readonly BackupReport[];
}

/** All that a reporter sees. */
export interface Report {
  readonly schemaVersion: '0.1';
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  /** False where a copy could not be listed, or the run was cut short. */
  readonly complete: boolean;
  readonly verdict: 'pass' | 'fail' | 'unproven';
  readonly failOn: Severity | 'none';
  readonly datasets: readonly DatasetReport[];
  /** Everything but `pass` and `not-applicable`: by dataset, then copy, then severity, then check. */
  readonly findings: readonly Finding[];
  readonly passed: readonly { readonly checkId: string; readonly dataset: string; readonly copy?: string }[];
  readonly waived: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly rules: readonly RuleMeta[];
  readonly evidenceDigest: string;
}
