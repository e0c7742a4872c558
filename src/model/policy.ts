import type { Assurance } from './comparison.ts';

/** Ascending. `info` never fails a run. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an owner expects of a backup. All in force are printed in the report. */
export interface Expectations {
  /** Longest accepted age of a change at the primary that the copy does not hold. Default: 26 hours, a daily job plus slack. */
  readonly rpoMs: number;
  /** How long until somebody notices a loss. Default: 72 hours. */
  readonly detectMs: number;
  /** The weakest proof of content that is accepted. Default: `stated`. */
  readonly assurance: Assurance;
  /** What entries that only the backup has amount to. Default: `allow`. */
  readonly extra: 'allow' | 'warn' | 'fail';
}

/** A finding or an unknown that somebody accepted, until a day. */
export interface Waiver {
  readonly check: string;
  readonly dataset?: string;
  readonly copy?: string;
  readonly reason: string;
  /** Epoch milliseconds at which it ends. */
  readonly expiresAtMs: number;
}

export interface DatasetPolicy {
  readonly expect: Expectations;
  /** Overrides by the id of the backup, already merged with the dataset's. */
  readonly backups: { readonly [id: string]: Expectations };
}

/** How evidence is judged. Ages are relative to the collection; `judgedAtMs` governs waivers alone. */
export interface Policy {
  readonly judgedAtMs: number;
  readonly defaults: Expectations;
  readonly datasets: { readonly [id: string]: DatasetPolicy };
  readonly waivers: readonly Waiver[];
  /** Findings at or above it fail the run; `none` lets none fail it. */
  readonly failOn: Severity | 'none';
}

const HOUR = 3_600_000;

export const DEFAULT_EXPECTATIONS: Expectations = {
  rpoMs: 26 * HOUR,
  detectMs: 72 * HOUR,
  assurance: 'stated',
  extra: 'allow',
};

/** The expectations in force for one backup of a dataset. */
export function expectationsFor(policy: Policy, dataset: string, backup?: string): Expectations {
  const own = policy.datasets[dataset];
  if (own === undefined) return policy.defaults;
  return (backup === undefined ? undefined : own.backups[backup]) ?? own.expect;
}
