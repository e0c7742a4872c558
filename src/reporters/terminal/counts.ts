import { formatBytes } from '../../lib/byte-size.ts';
import { displayWidth, padEnd, padStart } from '../../lib/display-width.ts';
import type { Assurance, EntrySample, LackSample, Tally } from '../../model/comparison.ts';
import type { ComparisonReport, ConflictReport, JudgedTally } from '../../model/report.ts';
import { type Canvas, hang, type Style } from './layout.ts';
import { count, nameOf, PROOFS } from './words.ts';

const SAMPLES = 3;
const INDENT = '    ';
/** With less room than this beside the numbers, the meaning of a row stands below them. */
const NARROW_MEANING = 24;

interface Row {
  readonly name: string;
  readonly entries: string;
  readonly bytes: string;
  readonly meaning: string;
  readonly samples: readonly string[];
  /** How many entries the row stands for at most, to tell how many are not shown. */
  readonly most: number;
  readonly style?: Style;
}

/** The table of a backup: what it holds of the primary and how well. Rows of zero are left out, except `same`. */
export function countLines(
  canvas: Canvas,
  comparison: ComparisonReport,
  assurance: Assurance | null,
): readonly string[] {
  const rows = rowsOf(comparison, assurance);
  const names = widest(rows.map((row) => row.name));
  const entries = widest(rows.map((row) => row.entries));
  const bytes = widest(rows.map((row) => row.bytes));
  return rows.flatMap((row) => {
    const numbers = `${padStart(row.entries, entries)}  ${padStart(row.bytes, bytes)}`;
    const prefix = `${INDENT}${padEnd(row.name, names)}  ${numbers}  `;
    return [...meaningLines(canvas, prefix, row), ...sampleLines(canvas, row)];
  });
}

function rowsOf(comparison: ComparisonReport, assurance: Assurance | null): readonly Row[] {
  const { same, unverified, pending, outdated, missing, undetermined, conflict, extra, moved } = comparison;
  const proof = assurance === null ? 'nothing is proven equal' : PROOFS[assurance];
  const rows = [
    { ...exactRow('same', same, proof), samples: [], style: 'green' as const },
    row('unverified', unverified, 'sizes agree, nothing proves the content', 'yellow'),
    judgedRow('pending', pending, 'changed so lately that the copy is not late yet'),
    judgedRow('outdated', outdated, 'the copy holds another version, and is late', 'red'),
    judgedRow('missing', missing, 'not in the copy, and late', 'red'),
    judgedRow('undetermined', undetermined, 'lacking, but whether late is not known', 'yellow'),
    conflictRow(conflict),
    row('extra', extra, 'only in the copy'),
    judgedRow('moved', moved, 'held under an old name, and late; counted in missing too', 'yellow'),
    row('not holdable', comparison.notRepresentable, 'this kind of copy cannot hold them', 'yellow'),
    { ...exactRow('not compared', comparison.notCompared, 'unreadable on one side: nothing is known'), samples: [] },
  ];
  return rows.filter((one) => one.most > 0 || one.name === 'same');
}

function exactRow(name: string, { entries, bytes }: Tally, meaning: string): Omit<Row, 'samples'> {
  return { name, entries: count(entries), bytes: formatBytes(bytes), meaning, most: entries };
}

function row(
  name: string,
  tally: Tally & { readonly samples: readonly EntrySample[] },
  meaning: string,
  style?: Style,
): Row {
  const samples = tally.samples.map((sample) => nameOf(sample.path));
  return withStyle({ ...exactRow(name, tally, meaning), samples }, style);
}

function judgedRow(name: string, { atLeast, atMost, samples }: JudgedTally, meaning: string, style?: Style): Row {
  const judged: Row = {
    name,
    entries: range(count(atLeast.entries), count(atMost.entries)),
    bytes: range(formatBytes(atLeast.bytes), formatBytes(atMost.bytes)),
    meaning,
    samples: samples.map(lackName),
    most: atMost.entries,
  };
  return withStyle(judged, style);
}

function conflictRow(conflict: ConflictReport): Row {
  const { backup, primary, unknown } = conflict.byBlame;
  const parts = [
    ['the backup', backup.entries],
    ['the primary', primary.entries],
    ['not known', unknown.entries],
  ] as const;
  const blamed = parts.filter(([, entries]) => entries > 0).map(([who, entries]) => `${who} ${count(entries)}`);
  const meaning = `claims to be this version, yet differs; at fault: ${blamed.join(', ')}`;
  const samples = conflict.samples.map((sample) => `${nameOf(sample.path)} (${sample.because})`);
  return { ...exactRow('conflict', conflict, meaning), samples, style: 'red' };
}

function withStyle(plain: Row, style: Style | undefined): Row {
  return style === undefined ? plain : { ...plain, style };
}

function lackName(sample: LackSample): string {
  const held = sample.heldAs === undefined ? '' : ` (held as ${nameOf(sample.heldAs)})`;
  return nameOf(sample.path) + held;
}

function range(least: string, most: string): string {
  return least === most ? most : `${least} to ${most}`;
}

function meaningLines(canvas: Canvas, prefix: string, row: Row): readonly string[] {
  if (canvas.columns - displayWidth(prefix) >= NARROW_MEANING) return hang(canvas, prefix, row.meaning, row.style);
  return [...hang(canvas, prefix, '', row.style), ...hang(canvas, `${INDENT}  `, row.meaning)];
}

function sampleLines(canvas: Canvas, { samples, most }: Row): readonly string[] {
  const shown = samples.slice(0, SAMPLES);
  const hidden = most - shown.length;
  const lines = shown.flatMap((sample) => hang(canvas, `${INDENT}  · `, sample));
  return shown.length === 0 || hidden <= 0 ? lines : [...lines, `${INDENT}    and ${count(hidden)} more`];
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(displayWidth));
}
