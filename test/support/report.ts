import type { Tally } from '../../src/model/comparison.ts';
import { DOMAIN_NAMES, type DomainName } from '../../src/model/domain.ts';
import type { CopyFacts } from '../../src/model/evidence.ts';
import { type Fact, unknown } from '../../src/model/fact.ts';
import { pathTextOf } from '../../src/model/path.ts';
import { DEFAULT_EXPECTATIONS } from '../../src/model/policy.ts';
import type {
  BackupReport,
  ComparisonReport,
  CopyReport,
  DatasetReport,
  DomainRelation,
  Finding,
  JudgedTally,
  Report,
  ReportTally,
} from '../../src/model/report.ts';

/** When every report of the tests began: 18:00 in Osaka. */
export const STARTED_AT = '2026-11-24T09:00:00.000Z';
export const STARTED_AT_MS = Date.parse(STARTED_AT);
export const HOUR = 3_600_000;

export function tally(entries: number, bytes: number): Tally {
  return { entries, bytes };
}

/** Names as bytes (`latin1`), as a store keeps them. */
export function sampled(entries: number, bytes: number, ...names: readonly string[]): ReportTally {
  return { entries, bytes, samples: names.map((name) => ({ path: pathTextOf(name) })) };
}

/** A lack that is known exactly, or between two tallies. */
export function judged(atLeast: Tally, atMost: Tally = atLeast, ...names: readonly string[]): JudgedTally {
  const samples = names.map((name) => ({ path: pathTextOf(name), lackSinceMs: STARTED_AT_MS }));
  return { atLeast, atMost, samples };
}

export function buildComparison(parts: Partial<ComparisonReport> = {}): ComparisonReport {
  const none = tally(0, 0);
  return {
    same: sampled(0, 0),
    unverified: sampled(0, 0),
    pending: judged(none),
    outdated: judged(none),
    missing: judged(none),
    undetermined: judged(none),
    moved: judged(none),
    conflict: { ...none, byBlame: { backup: none, primary: none, unknown: none }, samples: [] },
    extra: sampled(0, 0),
    notRepresentable: sampled(0, 0),
    notCompared: none,
    inFlight: sampled(0, 0),
    linked: sampled(0, 0),
    nameForm: sampled(0, 0),
    precisionMs: 0.000001,
    zoneShiftHours: 0,
    ...parts,
  };
}

/** Facts of which nobody collected any. */
export function buildFacts(parts: Partial<CopyFacts> = {}): CopyFacts {
  const notCollected: Fact<never> = unknown('not-collected', 'nobody looked');
  const domains = Object.fromEntries(DOMAIN_NAMES.map((domain) => [domain, notCollected])) as CopyFacts['domains'];
  return {
    domains,
    filesystem: notCollected,
    destroyers: notCollected,
    owner: notCollected,
    protections: notCollected,
    ...parts,
  };
}

export function buildPrimary(parts: Partial<CopyReport> = {}): CopyReport {
  return {
    id: 'primary',
    url: '/srv/www',
    status: 'listed',
    listing: tally(5_698, 1_437_000_000),
    facts: buildFacts(),
    claims: {},
    ...parts,
  };
}

/** The relations to the primary, in the order of reports; a domain that is left out is separate and observed. */
export function buildRelations(
  parts: { readonly [D in DomainName]?: Partial<DomainRelation> } = {},
): readonly DomainRelation[] {
  return DOMAIN_NAMES.map((domain) => ({
    domain,
    relation: 'separate' as const,
    basis: 'observed' as const,
    because: [`\`primary\` and the backup differ in the ${domain}`],
    ...parts[domain],
  }));
}

/** A backup that holds everything. */
export function buildBackup(parts: Partial<BackupReport> = {}): BackupReport {
  return {
    ...buildPrimary(),
    id: 'offsite',
    url: '/mnt/offsite/www',
    accidental: false,
    placement: 'apart',
    expect: DEFAULT_EXPECTATIONS,
    comparison: buildComparison({ same: sampled(5_698, 1_437_000_000) }),
    achievedRpo: { atLeastMs: 0, atMostMs: 0, because: 'the copy holds everything that the primary has' },
    currentAtMs: STARTED_AT_MS,
    assurance: 'read',
    relations: buildRelations(),
    ...parts,
  };
}

export function buildDataset(parts: Partial<DatasetReport> = {}): DatasetReport {
  return { id: 'website', expect: DEFAULT_EXPECTATIONS, primary: buildPrimary(), backups: [buildBackup()], ...parts };
}

export function buildFinding(parts: Partial<Finding> = {}): Finding {
  return {
    checkId: 'shared-disk',
    dataset: 'website',
    copy: 'offsite',
    verdict: 'fail',
    severity: 'error',
    message: '`primary` and `offsite` lie on one disk. Whatever destroys it takes both.',
    because: [],
    remedy: 'Put a copy on another disk.',
    fingerprint: 'shared-disk/website/offsite',
    ...parts,
  };
}

/** A report in which all is proven good, but for the parts given. */
export function buildReport(parts: Partial<Report> = {}): Report {
  return {
    schemaVersion: '0.1',
    tool: { name: 'firebreak', version: '0.1.0' },
    startedAt: STARTED_AT,
    finishedAt: '2026-11-24T09:02:10.000Z',
    complete: true,
    verdict: 'pass',
    failOn: 'error',
    datasets: [buildDataset()],
    findings: [],
    passed: [],
    waived: [],
    problems: [],
    rules: [],
    evidenceDigest: '0'.repeat(64),
    ...parts,
  };
}
