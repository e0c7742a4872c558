import { formatDuration } from '../lib/duration.ts';
import type { Report } from '../model/report.ts';
import type { Reporter } from './reporter.ts';
import { datasetLines } from './terminal/dataset.ts';
import { findingLines, problemLines, waivedLines, worstFirst } from './terminal/findings.ts';
import { type Canvas, canvasOf, hang } from './terminal/layout.ts';
import { hasLetter, LEGEND } from './terminal/relations.ts';
import { verdictLines } from './terminal/verdict.ts';
import { counted, timeOf } from './terminal/words.ts';

const NOT_COMPARED = 'Modes, owners, ACLs and extended attributes were not compared.';

/**
 * The report for a person at a terminal: what was seen, then what is wrong, worst first, then the verdict, where the
 * eyes land. It wraps at the columns given (60 at least), and every colour stands beside a word that says the same.
 */
export const terminalReporter: Reporter = {
  meta: {
    id: 'terminal',
    title: 'a report for a person, with the verdict last',
    mediaType: 'text/plain',
    fileExtension: 'txt',
  },
  render(report, options) {
    const canvas = canvasOf(options);
    const sections = [
      headLines(canvas, report),
      ...datasetSections(canvas, report),
      footLines(canvas, report),
      ...findingSections(canvas, report),
      verdictLines(canvas, report),
    ];
    return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  },
};

function headLines(canvas: Canvas, { tool, startedAt, finishedAt }: Report): readonly string[] {
  const startedAtMs = Date.parse(startedAt);
  const took = formatDuration(Date.parse(finishedAt) - startedAtMs);
  return hang(canvas, `${tool.name} ${tool.version}  `, `${timeOf(startedAtMs)}, took ${took}`);
}

function datasetSections(canvas: Canvas, report: Report): readonly (readonly string[])[] {
  const view = { startedAtMs: Date.parse(report.startedAt), isBrief: report.verdict === 'pass' };
  return report.datasets.map((dataset) => datasetLines(canvas, dataset, view));
}

function footLines(canvas: Canvas, { datasets, passed }: Report): readonly string[] {
  const backups = datasets.flatMap((dataset) => dataset.backups);
  const legend = hasLetter(backups.flatMap((backup) => backup.relations)) ? hang(canvas, '  ', LEGEND) : [];
  const lines = [...legend, ...hang(canvas, '  ', NOT_COMPARED)];
  return passed.length === 0 ? lines : [...lines, ...hang(canvas, '  ', `${counted(passed.length, 'check')} passed.`)];
}

function findingSections(canvas: Canvas, report: Report): readonly (readonly string[])[] {
  const isSeveral = report.datasets.length > 1;
  return [
    ...worstFirst(report.findings).map((finding) => findingLines(canvas, finding, isSeveral)),
    ...report.problems.map((problem) => problemLines(canvas, problem, isSeveral)),
    ...report.waived.map((finding) => waivedLines(canvas, finding, isSeveral)),
  ];
}
