import type { Comparison } from '../model/comparison.ts';
import type { Problem } from '../model/errors.ts';
import type { CopyEvidence, CopyFacts, DatasetEvidence } from '../model/evidence.ts';
import type { Expectations, Severity } from '../model/policy.ts';
import type { AchievedRpo, ComparisonReport, DomainRelation, FindingVerdict, RuleMeta } from '../model/report.ts';

/** A backup with everything that a check may look at. */
export interface BackupSubject {
  readonly kind: 'backup';
  readonly dataset: DatasetEvidence;
  readonly primary: CopyEvidence;
  readonly backup: CopyEvidence;
  /** Null where the two could not be compared; `missingBecause` says why. */
  readonly comparison: Comparison | null;
  readonly missingBecause?: string;
  /** The comparison with every lack judged by the RPO. */
  readonly judged: ComparisonReport | null;
  readonly achievedRpo: AchievedRpo | null;
  readonly currentAtMs: number | null;
  readonly relations: readonly DomainRelation[];
  /** Those of the other backups that somebody counts on. */
  readonly otherRelations: readonly { readonly backup: string; readonly relations: readonly DomainRelation[] }[];
  readonly expect: Expectations;
  /** Those of this backup. */
  readonly problems: readonly Problem[];
  readonly collectedAtMs: number;
}

export interface PrimarySubject {
  readonly kind: 'primary';
  readonly dataset: DatasetEvidence;
  readonly primary: CopyEvidence;
  /** Those of the primary. */
  readonly problems: readonly Problem[];
  readonly expect: Expectations;
  readonly collectedAtMs: number;
}

export type Subject = BackupSubject | PrimarySubject;

/** What a check says of one subject. */
export interface Judgement {
  readonly verdict: FindingVerdict;
  readonly message: string;
  readonly because?: readonly string[];
  /** Starts with a verb; empty only for `pass` and `not-applicable`. */
  readonly remedy?: string;
  /** Where it differs from the check's own. */
  readonly severity?: Severity;
}

/** A case that is documentation and, in the tests, is judged. */
export interface CheckExample {
  readonly title: string;
  readonly verdict: FindingVerdict;
  /** What differs from a healthy backup of 1,000 entries on another disk of another host. */
  readonly given: ExampleChanges;
}

/** Changes to a healthy backup, member by member. */
export interface ExampleChanges {
  readonly backup?: Partial<CopyEvidence>;
  readonly primary?: Partial<CopyEvidence>;
  readonly judged?: Partial<ComparisonReport>;
  readonly expect?: Partial<Expectations>;
  readonly problems?: readonly Problem[];
  readonly relations?: readonly DomainRelation[];
  /** What was observed of each side, where a check looks at facts. */
  readonly domains?: {
    readonly primary: Partial<CopyFacts['domains']>;
    readonly backup: Partial<CopyFacts['domains']>;
  };
}

export interface CheckMeta extends RuleMeta {
  readonly examples: readonly CheckExample[];
}

export interface Check {
  readonly meta: CheckMeta;
  /** Called only where the two were compared. */
  judgeComparison?(subject: BackupSubject, judged: ComparisonReport): Judgement;
  /** Called for every backup, compared or not. */
  judgeBackup?(subject: BackupSubject): Judgement;
  judgePrimary?(subject: PrimarySubject): Judgement;
}

export const pass = (message: string): Judgement => ({ verdict: 'pass', message });
