import type { BackupSubject, ExampleChanges, PrimarySubject, Subject } from '../../src/checks/define.ts';
import { DEFAULT_EXPECTATIONS } from '../../src/model/policy.ts';
import type { ComparisonReport, DomainRelation, JudgedTally } from '../../src/model/report.ts';
import { comparisonOf, copyOf, datasetOf, factsOf, HOUR, NOW } from './evidence.ts';

const NOTHING = { entries: 0, bytes: 0 };
const NO_LACK: JudgedTally = { atLeast: NOTHING, atMost: NOTHING, samples: [] };
const NO_ENTRIES = { ...NOTHING, samples: [] };

const HEALTHY_COMPARISON: ComparisonReport = {
  same: { entries: 1_000, bytes: 1_000_000, samples: [] },
  unverified: NO_ENTRIES,
  pending: NO_LACK,
  outdated: NO_LACK,
  missing: NO_LACK,
  undetermined: NO_LACK,
  moved: NO_LACK,
  conflict: { ...NO_ENTRIES, byBlame: { backup: NOTHING, primary: NOTHING, unknown: NOTHING } },
  extra: NO_ENTRIES,
  notRepresentable: NO_ENTRIES,
  notCompared: NOTHING,
  inFlight: NO_ENTRIES,
  linked: NO_ENTRIES,
  nameForm: NO_ENTRIES,
  precisionMs: 0.001,
  zoneShiftHours: 0,
};

const APART: readonly DomainRelation[] = (['volume', 'medium', 'host', 'site', 'operator', 'account'] as const).map(
  (domain) => ({ domain, relation: 'separate', basis: 'observed', because: [`the ${domain}s differ`] }),
);
const OTHER_LOGIN: DomainRelation = { domain: 'credential', relation: 'separate', basis: 'observed', because: [] };

/** A healthy backup of 1,000 entries on another disk of another host, with the changes of an example. */
export function subjectOf(kind: Subject['kind'], changes: ExampleChanges = {}): Subject {
  const primary = copyOf({
    id: 'primary',
    facts: factsOf({ domains: changes.domains?.primary ?? {} }),
    ...changes.primary,
  });
  const backup = copyOf({
    id: 'backup',
    facts: factsOf({ domains: changes.domains?.backup ?? {} }),
    ...changes.backup,
  });
  const isCompared = backup.status === 'listed' && backup.placement !== 'same-directory';
  const comparison = isCompared ? comparisonOf() : null;
  const dataset = { ...datasetOf([{ copy: backup, comparison }]), copies: [primary, backup] };
  const common = {
    dataset,
    primary,
    expect: { ...DEFAULT_EXPECTATIONS, ...changes.expect },
    problems: changes.problems ?? [],
    collectedAtMs: NOW,
  };
  if (kind === 'primary') return { kind, ...common } satisfies PrimarySubject;
  const changed = changes.relations ?? [];
  const relations = [...APART, OTHER_LOGIN].map(
    (relation) => changed.find(({ domain }) => domain === relation.domain) ?? relation,
  );
  return {
    kind,
    ...common,
    backup,
    comparison,
    ...(isCompared ? {} : { missingBecause: 'it could not be compared' }),
    judged: isCompared ? { ...HEALTHY_COMPARISON, ...changes.judged } : null,
    achievedRpo: isCompared ? { atLeastMs: 0, atMostMs: 0, because: 'it holds everything' } : null,
    currentAtMs: isCompared ? NOW - HOUR : null,
    relations,
    otherRelations: [],
  } satisfies BackupSubject;
}
