import { padEnd } from '../../lib/display-width.ts';
import type { Problem } from '../../model/errors.ts';
import { SEVERITIES, type Severity } from '../../model/policy.ts';
import type { Finding } from '../../model/report.ts';
import { type Canvas, hang, type Style } from './layout.ts';
import { count, nameOf, timeOf } from './words.ts';

const MARK_WIDTH = 9;
const REASONS = 5;
const SAMPLES = 3;

const MARKS: { readonly [S in Severity]: string } = { info: 'INFO', warning: 'WARN', error: 'FAIL', critical: 'FAIL' };
const STYLES: { readonly [mark: string]: Style } = {
  FAIL: ['bold', 'red'],
  WARN: 'yellow',
  INFO: 'cyan',
  UNKNOWN: ['bold', 'yellow'],
};

/** Worst first: by severity, and what is proven bad before what is not known. The order of the report settles the rest. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => weight(b) - weight(a));
}

/** Names the subject of a finding; the dataset only where there are several. */
export function subjectOf(finding: Finding, isSeveral: boolean): string {
  if (finding.copy === undefined) return finding.dataset;
  return isSeveral ? `${finding.dataset}/${finding.copy}` : finding.copy;
}

export function findingLines(canvas: Canvas, finding: Finding, isSeveral: boolean): readonly string[] {
  const mark = finding.verdict === 'unknown' ? 'UNKNOWN' : MARKS[finding.severity];
  return [...headLines(canvas, mark, finding, isSeveral), ...bodyLines(canvas, finding)];
}

/** An accepted finding: no less told than another, but with who may rest on what, and until when. */
export function waivedLines(canvas: Canvas, finding: Finding, isSeveral: boolean): readonly string[] {
  const accepted = finding.verdict === 'unknown' ? 'Accepted unproven' : 'Accepted';
  const until = finding.waiver === undefined ? '' : ` until ${timeOf(finding.waiver.expiresAtMs)}`;
  const reason = finding.waiver === undefined ? '' : `: ${finding.waiver.reason}`;
  return [
    ...headLines(canvas, 'WAIVED', finding, isSeveral),
    ...body(canvas, '', finding.message),
    ...body(canvas, '', `${accepted}${until}${reason}`),
  ];
}

export function problemLines(canvas: Canvas, problem: Problem, isSeveral: boolean): readonly string[] {
  const subject = [isSeveral ? problem.dataset : undefined, problem.copy]
    .filter((part) => part !== undefined)
    .join('/');
  const times = problem.count > 1 ? `, ${count(problem.count)} times` : '';
  const shown = problem.samples.slice(0, SAMPLES);
  const hidden = problem.count - shown.length;
  const head = `${problem.kind}  ${subject || problem.dataset || ''}`.trimEnd();
  return [
    ...hang(canvas, padEnd('PROBLEM', MARK_WIDTH), `${head}  (${problem.operation}${times})`, 'yellow'),
    ...body(canvas, '', problem.message),
    ...shown.flatMap((path) => body(canvas, '· ', nameOf(path))),
    ...(shown.length > 0 && hidden > 0 ? body(canvas, '  ', `and ${count(hidden)} more`) : []),
    ...(problem.remedy === undefined ? [] : body(canvas, '→ ', problem.remedy)),
  ];
}

function headLines(canvas: Canvas, mark: string, finding: Finding, isSeveral: boolean): readonly string[] {
  const { location, severity } = finding;
  const text = `${finding.checkId}  ${subjectOf(finding, isSeveral)}  (${severity})`;
  const head = hang(canvas, padEnd(mark, MARK_WIDTH), text, STYLES[mark]);
  return location === undefined ? head : [...head, ...body(canvas, '', `at ${location.file}:${location.line}`)];
}

function bodyLines(canvas: Canvas, { message, because, remedy }: Finding): readonly string[] {
  const hidden = because.length - REASONS;
  return [
    ...body(canvas, '', message),
    ...because.slice(0, REASONS).flatMap((reason) => body(canvas, '- ', reason)),
    ...(hidden > 0 ? body(canvas, '  ', `and ${count(hidden)} more, in the JSON report`) : []),
    ...(remedy === '' ? [] : body(canvas, '→ ', remedy)),
  ];
}

function body(canvas: Canvas, bullet: string, text: string): readonly string[] {
  return hang(canvas, ' '.repeat(MARK_WIDTH) + bullet, text);
}

function weight({ severity, verdict }: Finding): number {
  return SEVERITIES.indexOf(severity) * 2 + (verdict === 'fail' ? 1 : 0);
}
