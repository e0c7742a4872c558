import type { Report } from '../model/report.ts';
import type { Reporter } from './reporter.ts';

/** The order of the members at the top: what happened first, then why. Grows at its end only. */
const TOP: { readonly [K in keyof Required<Report>]: number } = {
  schemaVersion: 0,
  tool: 1,
  startedAt: 2,
  finishedAt: 3,
  complete: 4,
  verdict: 5,
  failOn: 6,
  datasets: 7,
  findings: 8,
  problems: 9,
  waived: 10,
  passed: 11,
  rules: 12,
  evidenceDigest: 13,
};

/**
 * The order of members everywhere below: what names a thing, then what is said of it, then numbers, then lists. A member
 * that is not named here comes after the others, in the order of its name, so the text never depends on who built it.
 */
const BELOW: ReadonlyMap<string, number> = new Map(
  [
    [
      'id',
      'checkId',
      'check',
      'domain',
      'dataset',
      'copy',
      'kind',
      'operation',
      'name',
      'version',
      'title',
      'failTitle',
    ],
    ['url', 'path', 'text', 'bytes', 'label', 'status', 'accidental', 'placement', 'verdict', 'relation', 'severity'],
    ['category', 'message', 'known', 'value', 'basis', 'source', 'strength', 'reason', 'detail', 'because', 'remedy'],
    ['needs', 'rationale', 'remediation', 'whenToWaive', 'references', 'rpoMs', 'detectMs', 'assurance', 'extra'],
    [
      'expect',
      'listing',
      'comparison',
      'same',
      'unverified',
      'pending',
      'outdated',
      'missing',
      'undetermined',
      'moved',
    ],
    ['conflict', 'notRepresentable', 'notCompared', 'inFlight', 'linked', 'nameForm', 'precisionMs', 'zoneShiftHours'],
    ['achievedRpo', 'atLeastMs', 'atMostMs', 'currentAtMs', 'relations', 'atLeast', 'atMost', 'entries', 'byBlame'],
    ['primary', 'backup', 'unknown', 'blame', 'sizeBytes', 'modifiedAtMs', 'lastPossibleChangeMs', 'lackSinceMs'],
    ['heldMs', 'heldAs', 'backups', 'claims', 'facts', 'domains', 'volume', 'medium', 'host', 'site', 'operator'],
    ['account', 'credential', 'values', 'completeness', 'filesystem', 'type', 'mountPoint', 'readOnly', 'destroyers'],
    ['owner', 'right', 'protections', 'liftableBy', 'count', 'location', 'file', 'line', 'column', 'fingerprint'],
    ['waiver', 'expiresAtMs', 'samples'],
  ]
    .flat()
    .map((key, rank) => [key, rank]),
);

/** JSON keeps these as they are, yet a terminal that shows the file would obey them: DEL, C1, bidirectional and invisible ones. */
const LIVE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The whole report as JSON: members in a fixed order, indented by two spaces, one newline at the end. Members that are
 * absent in the report are absent here; times end in `Ms` (epoch or duration) or are RFC 3339 in UTC.
 */
export const jsonReporter: Reporter = {
  meta: {
    id: 'json',
    title: 'the whole report as JSON, for programs',
    mediaType: 'application/json',
    fileExtension: 'json',
  },
  render: (report) => `${JSON.stringify(orderedTop(report), undefined, 2).replace(LIVE, escapeUnits)}\n`,
};

function orderedTop(report: Report): object {
  const rank = (key: string) => TOP[key as keyof Report] ?? Number.POSITIVE_INFINITY;
  return orderedObject(report, rank);
}

function orderedObject(object: object, rank: (key: string) => number): object {
  const members = Object.entries(object).toSorted(([a], [b]) => byRank(rank(a), rank(b)) || (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, value]) => [key, ordered(value)]));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return orderedObject(value, (key) => BELOW.get(key) ?? Number.POSITIVE_INFINITY);
}

function byRank(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function escapeUnits(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escaped;
}
