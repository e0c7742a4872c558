import { padEnd } from '../../lib/display-width.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { Expectations } from '../../model/policy.ts';
import type { BackupReport, ComparisonReport, CopyReport, DatasetReport } from '../../model/report.ts';
import { countLines } from './counts.ts';
import { type Canvas, hang } from './layout.ts';
import { briefRelationLines, relationLines } from './relations.ts';
import { achievedRpoInWords, expectationsInWords, tallied, timeOf, upperDuration } from './words.ts';

/** Times of file systems that are kept to the second or finer need no remark. */
const FINE_PRECISION_MS = 1;

export interface DatasetView {
  /** When collecting began: the `now` of all ages. */
  readonly startedAtMs: number;
  /** Whether the evidence for each failure domain is left out. */
  readonly isBrief: boolean;
}

/** A dataset: its primary, what is expected, and a block for each backup. */
export function datasetLines(canvas: Canvas, dataset: DatasetReport, view: DatasetView): readonly string[] {
  const { id, primary, backups, expect } = dataset;
  return [
    ...hang(canvas, 'DATASET  ', id, 'bold'),
    ...hang(canvas, '  primary   ', primary.url),
    ...hang(canvas, '            ', listingInWords(primary)),
    ...hang(canvas, '  expected  ', expectationsInWords(expect)),
    ...(backups.length === 0 ? ['', ...hang(canvas, '  ', 'No backup of it is known.')] : []),
    ...backups.flatMap((backup) => ['', ...backupLines(canvas, backup, expect, view)]),
  ];
}

function backupLines(canvas: Canvas, backup: BackupReport, common: Expectations, view: DatasetView): readonly string[] {
  const { comparison, relations } = backup;
  return [
    ...hang(canvas, '  BACKUP  ', `${backup.id}  ${backup.url}`, 'bold'),
    ...stateLines(canvas, backup),
    ...(comparison === null ? [] : countLines(canvas, comparison, backup.assurance)),
    ...fact(canvas, 'RPO reached', rpoInWords(backup)),
    ...fact(canvas, 'current as of', currencyInWords(backup, view.startedAtMs)),
    ...(isSame(backup.expect, common) ? [] : fact(canvas, 'expected here', expectationsInWords(backup.expect))),
    ...(comparison === null ? [] : remarks(comparison).flatMap((remark) => fact(canvas, 'note', remark))),
    // Where nothing of a copy was seen, the reason stands below, once.
    ...(view.isBrief || relations.every(({ relation }) => relation === 'unknown')
      ? briefRelationLines(canvas, relations)
      : relationLines(canvas, relations)),
  ];
}

function fact(canvas: Canvas, name: string, text: string): readonly string[] {
  return hang(canvas, `    ${padEnd(name, 13)}  `, text);
}

function listingInWords({ listing, status }: CopyReport): string {
  if (listing !== null) return tallied(listing);
  return status === 'failed' ? 'NOT LISTED: how much it holds is not known' : 'how much it holds is not known';
}

/** What keeps a backup from being taken for what it seems. */
function stateLines(
  canvas: Canvas,
  { status, listing, placement, accidental, comparison }: BackupReport,
): readonly string[] {
  const states: string[] = [];
  if (status === 'failed')
    states.push('NOT LISTED: what it holds is not known, in whole or in part; the reason stands below.');
  if (status === 'layout-mismatch') states.push('NOT COMPARED: it is not arranged as the configured layout says.');
  if (placement === 'same-directory') states.push('NO COPY: it is the directory of the primary itself.');
  if (placement === 'inside-primary') states.push('It lies inside the primary.');
  if (placement === 'around-primary') states.push('The primary lies inside it.');
  if (accidental) states.push('It is an accidental copy: nobody promised to keep it.');
  if (comparison === null && status === 'listed' && placement !== 'same-directory')
    states.push('NOT COMPARED: the reason stands below.');
  if (comparison === null && listing !== null) states.push(`It holds ${tallied(listing)}.`);
  return states.flatMap((state) => hang(canvas, '    ', state));
}

function rpoInWords({ achievedRpo, expect }: BackupReport): string {
  if (achievedRpo === null) return 'not known, as nothing was compared';
  return `${achievedRpoInWords(achievedRpo)} (expected: ${formatDuration(expect.rpoMs)})`;
}

function currencyInWords({ currentAtMs }: BackupReport, startedAtMs: number): string {
  if (currentAtMs === null) return 'nothing proves a time';
  const agoMs = startedAtMs - currentAtMs;
  if (agoMs < 0) return `${timeOf(currentAtMs)}, after this run began`;
  return `${timeOf(currentAtMs)}, ${upperDuration(agoMs)} before this run`;
}

function remarks(comparison: ComparisonReport): readonly string[] {
  const { inFlight, linked, nameForm, zoneShiftHours, precisionMs } = comparison;
  const found: string[] = [];
  if (linked.entries > 0) found.push(`${tallied(linked)}: one file in both (hard links), so one copy and not two`);
  if (inFlight.entries > 0) found.push(`${tallied(inFlight)}: changed while they were looked at`);
  if (nameForm.entries > 0)
    found.push(`${tallied(nameForm)}: names differ in Unicode form or letter case, matched all the same`);
  if (zoneShiftHours !== 0)
    found.push(`all times of the copy are shifted by ${signed(zoneShiftHours)}h, which was taken out`);
  if (precisionMs > FINE_PRECISION_MS) found.push(`times are compared in steps of ${formatDuration(precisionMs)}`);
  return found;
}

function signed(hours: number): string {
  return hours > 0 ? `+${hours}` : `${hours}`;
}

function isSame(a: Expectations, b: Expectations): boolean {
  return a.rpoMs === b.rpoMs && a.detectMs === b.detectMs && a.assurance === b.assurance && a.extra === b.extra;
}
