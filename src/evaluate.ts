import type { BackupSubject, PrimarySubject } from './checks/define.ts';
import { checks } from './checks/registry.ts';
import { judgeSubject } from './checks/run.ts';
import { relateCopies } from './domains/relate.ts';
import { achievedRpoOf } from './freshness/achieved-rpo.ts';
import { currentAtOf } from './freshness/currency.ts';
import { judgeLacks } from './freshness/judge-lacks.ts';
import { ASSURANCES, type Assurance, type Comparison } from './model/comparison.ts';
import type { CopyEvidence, DatasetEvidence, Evidence } from './model/evidence.ts';
import { expectationsFor, type Policy, SEVERITIES, type Severity, type Waiver } from './model/policy.ts';
import type { BackupReport, ComparisonReport, CopyReport, DatasetReport, Finding, Report } from './model/report.ts';

/**
 * Judges evidence by a policy. Pure: equal evidence and policy give an equal report, whatever the day or the machine.
 *
 * The verdict is `fail` where a finding at or above `failOn` stands, else `unproven` where an unknown does or the
 * evidence is not complete, else `pass`.
 */
export function evaluate(evidence: Evidence, policy: Policy): Report {
  const judged = evidence.datasets.map((dataset) => judgeDataset(dataset, evidence, policy));
  const results = judged.flatMap(({ findings }) => findings);
  const { standing, waived, notices } = applyWaivers(results, evidence.datasets, policy);
  const open = standing.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const findings = [...notices, ...open].sort(byWeight);
  const counting = findings.filter(({ severity }) => isAtOrAbove(severity, policy.failOn));
  const isComplete =
    evidence.complete && evidence.datasets.every(({ copies }) => copies.every(({ status }) => status === 'listed'));
  const verdict = counting.some((finding) => finding.verdict === 'fail')
    ? 'fail'
    : counting.length > 0 || !evidence.complete || evidence.datasets.length === 0
      ? 'unproven'
      : 'pass';
  return {
    schemaVersion: '0.1',
    tool: evidence.tool,
    startedAt: new Date(evidence.collectedAtMs).toISOString(),
    finishedAt: new Date(evidence.finishedAtMs).toISOString(),
    complete: isComplete,
    verdict,
    failOn: policy.failOn,
    datasets: judged.map(({ report }) => report),
    findings,
    passed: standing
      .filter((finding) => finding.verdict === 'pass')
      .map(({ checkId, dataset, copy }) => ({ checkId, dataset, ...(copy === undefined ? {} : { copy }) })),
    waived,
    problems: evidence.problems,
    rules: checks.map(({ meta }) => {
      const { examples: _, ...rule } = meta;
      return rule;
    }),
    evidenceDigest: evidence.digest,
  };
}

interface JudgedDataset {
  readonly report: DatasetReport;
  readonly findings: readonly Finding[];
}

function judgeDataset(dataset: DatasetEvidence, evidence: Evidence, policy: Policy): JudgedDataset {
  const { collectedAtMs } = evidence;
  const primary = dataset.copies.find(({ role }) => role === 'primary');
  if (primary === undefined) throw new Error(`the evidence of dataset ${dataset.id} has no primary`);
  const problems = evidence.problems.filter((problem) => problem.dataset === dataset.id);
  const backups = dataset.copies.filter(({ role }) => role === 'backup');
  const relations = new Map(backups.map((backup) => [backup.id, relateCopies(primary, backup)]));
  const subjects = backups.map((backup): BackupSubject => {
    const expect = expectationsFor(policy, dataset.id, backup.id);
    const found = dataset.comparisons.find((candidate) => candidate.backup === backup.id);
    const comparison = found?.comparison ?? null;
    const achievedRpo = comparison === null ? null : achievedRpoOf(comparison, collectedAtMs);
    // Whoever holds everything is current now, however long ago the last change was.
    const holdsAll = achievedRpo?.atMostMs === 0;
    return {
      kind: 'backup',
      dataset,
      primary,
      backup,
      comparison,
      ...(found?.missingBecause === undefined ? {} : { missingBecause: found.missingBecause }),
      judged: comparison === null ? null : comparisonReportOf(comparison, collectedAtMs, expect.rpoMs),
      achievedRpo,
      currentAtMs: comparison === null ? null : holdsAll ? collectedAtMs : currentAtOf(comparison),
      relations: relations.get(backup.id) ?? [],
      otherRelations: backups
        .filter((other) => other !== backup && !other.accidental)
        .map((other) => ({ backup: other.id, relations: relations.get(other.id) ?? [] })),
      expect,
      problems: problems.filter((problem) => problem.copy === backup.id),
      collectedAtMs,
    };
  });
  const expect = expectationsFor(policy, dataset.id);
  const own: PrimarySubject = {
    kind: 'primary',
    dataset,
    primary,
    problems: problems.filter((problem) => problem.copy === primary.id),
    expect,
    collectedAtMs,
  };
  return {
    report: { id: dataset.id, expect, primary: copyReportOf(primary), backups: subjects.map(backupReportOf) },
    findings: [own, ...subjects].flatMap((subject) => judgeSubject(subject)),
  };
}

function copyReportOf({ id, url, status, listing, facts, claims }: CopyEvidence): CopyReport {
  return { id, url, status, listing, facts, claims };
}

function backupReportOf(subject: BackupSubject): BackupReport {
  const { backup, expect, judged, achievedRpo, currentAtMs, comparison, relations } = subject;
  return {
    ...copyReportOf(backup),
    accidental: backup.accidental,
    placement: backup.placement,
    expect,
    comparison: judged,
    achievedRpo,
    currentAtMs,
    assurance: comparison === null ? null : weakestProofOf(comparison),
    relations,
  };
}

function comparisonReportOf(comparison: Comparison, collectedAtMs: number, rpoMs: number): ComparisonReport {
  const lacks = judgeLacks(comparison, collectedAtMs, rpoMs);
  const { same, unverified, conflict, extra, notRepresentable, notCompared, inFlight, linked, nameForm } = comparison;
  return {
    same,
    unverified,
    ...lacks,
    conflict,
    extra,
    notRepresentable,
    notCompared,
    inFlight,
    linked,
    nameForm,
    precisionMs: comparison.precisionMs,
    zoneShiftHours: comparison.zoneShiftHours,
  };
}

function weakestProofOf({ sameBy }: Comparison): Assurance | null {
  return ASSURANCES.find((assurance) => (sameBy[assurance]?.entries ?? 0) > 0) ?? null;
}

interface Waived {
  readonly standing: readonly Finding[];
  readonly waived: readonly Finding[];
  /** About waivers that no longer hold, or that nothing needs. */
  readonly notices: readonly Finding[];
}

function applyWaivers(findings: readonly Finding[], datasets: readonly DatasetEvidence[], policy: Policy): Waived {
  const standing: Finding[] = [];
  const waived: Finding[] = [];
  const used = new Set<Waiver>();
  for (const finding of findings) {
    const isOpen = finding.verdict === 'fail' || finding.verdict === 'unknown';
    const waiver = isOpen ? policy.waivers.find((candidate) => covers(candidate, finding)) : undefined;
    if (waiver !== undefined) used.add(waiver);
    if (waiver !== undefined && waiver.expiresAtMs > policy.judgedAtMs) waived.push({ ...finding, waiver });
    else standing.push(finding);
  }
  // A run of one dataset says nothing about waivers for others.
  const inScope = policy.waivers.filter(
    ({ dataset }) => dataset === undefined || datasets.some(({ id }) => id === dataset),
  );
  const notices = inScope.flatMap((waiver): Finding[] => {
    const isExpired = waiver.expiresAtMs <= policy.judgedAtMs;
    if (used.has(waiver) && !isExpired) return [];
    return [waiverNotice(waiver, isExpired && used.has(waiver) ? 'expired' : 'unused')];
  });
  return { standing, waived: waived.sort(byWeight), notices };
}

function covers(waiver: Waiver, finding: Finding): boolean {
  if (waiver.check !== finding.checkId) return false;
  if (waiver.dataset !== undefined && waiver.dataset !== finding.dataset) return false;
  return waiver.copy === undefined || waiver.copy === finding.copy;
}

function waiverNotice(waiver: Waiver, state: 'expired' | 'unused'): Finding {
  const { check, dataset = '', copy, reason, expiresAtMs } = waiver;
  const day = new Date(expiresAtMs).toISOString().slice(0, 10);
  const target = [dataset, copy].filter((part) => part !== undefined && part !== '').join('/') || 'every dataset';
  return {
    checkId: `waiver-${state}`,
    dataset,
    ...(copy === undefined ? {} : { copy }),
    verdict: 'fail',
    severity: state === 'expired' ? 'warning' : 'info',
    message:
      state === 'expired'
        ? `The waiver of ${check} for ${target} (“${reason}”) ended on ${day}, so the finding counts again.`
        : `The waiver of ${check} for ${target} (“${reason}”) covers nothing.`,
    because: [],
    remedy: state === 'expired' ? 'Mend what it covered, or give it a new date.' : 'Remove it from the configuration.',
    fingerprint: `waiver-${state}:${check}:${dataset}:${copy ?? ''}`,
  };
}

function isAtOrAbove(severity: Severity, failOn: Policy['failOn']): boolean {
  return failOn !== 'none' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn);
}

/** Worst first: failures before unknowns, then severity, then the names of things. */
function byWeight(a: Finding, b: Finding): number {
  const weight = (finding: Finding) => (finding.verdict === 'fail' ? 10 : 0) + SEVERITIES.indexOf(finding.severity);
  const key = (finding: Finding) => `${finding.dataset}\0${finding.copy ?? ''}\0${finding.checkId}`;
  if (weight(a) !== weight(b)) return weight(b) - weight(a);
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
