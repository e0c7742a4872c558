import { padEnd } from '../../lib/display-width.ts';
import { SEVERITIES } from '../../model/policy.ts';
import type { Finding, Report } from '../../model/report.ts';
import { subjectOf, worstFirst } from './findings.ts';
import { type Canvas, hang, type Style } from './layout.ts';
import { counted } from './words.ts';

const WORDS: {
  readonly [V in Report['verdict']]: { readonly mark: string; readonly exit: string; readonly style: Style };
} = {
  pass: { mark: 'PASS', exit: '0: proven good', style: ['bold', 'green'] },
  fail: { mark: 'FAIL', exit: '1: a finding', style: ['bold', 'red'] },
  unproven: { mark: 'NOT PROVEN', exit: '3: not proven', style: ['bold', 'yellow'] },
};
const EXITS = '0 proven good, 1 a finding, 3 not proven';

/** The last lines, where the eyes land: the verdict, what to do next, and the exit status in words. */
export function verdictLines(canvas: Canvas, report: Report): readonly string[] {
  const { mark, exit, style } = WORDS[report.verdict];
  const width = mark.length + 2;
  const next = nextStep(report);
  return [
    ...hang(canvas, padEnd(mark, width), sentences(report).join(' '), style),
    ...(next === undefined ? [] : hang(canvas, padEnd('next', width), `→ ${next}`)),
    ...hang(canvas, padEnd('exit', width), `${exit} (${EXITS})`),
  ];
}

function sentences(report: Report): readonly string[] {
  const counting = countingOf(report);
  const isSeveral = report.datasets.length > 1;
  const failing = counting.filter((finding) => finding.verdict === 'fail');
  const unknown = counting.filter((finding) => finding.verdict === 'unknown');
  const said = [leading(report, failing, unknown)];
  const [worst] = report.verdict === 'fail' ? failing : unknown;
  if (worst !== undefined && report.verdict !== 'pass')
    said.push(`The worst: ${worst.checkId} at \`${subjectOf(worst, isSeveral)}\`.`);
  if (report.verdict === 'fail' && unknown.length > 0)
    said.push(`Not proven besides: ${counted(unknown.length, 'check')}.`);
  return [...said, ...reservations(report, counting.length)];
}

function leading(report: Report, failing: readonly Finding[], unknown: readonly Finding[]): string {
  const backups = report.datasets.reduce((sum, dataset) => sum + dataset.backups.length, 0);
  const looked = `${counted(backups, 'backup')} of ${counted(report.datasets.length, 'dataset')}`;
  if (report.verdict === 'fail')
    return `${counted(failing.length, 'finding')} at or above \`${report.failOn}\` in ${looked}.`;
  if (report.verdict === 'pass') return `Nothing at or above \`${report.failOn}\` in ${looked}.`;
  if (unknown.length > 0)
    return `No failing finding, but ${counted(unknown.length, 'check')} could not be proven in ${looked}.`;
  return `No failing finding, but not everything of ${looked} could be seen.`;
}

/** What a reader of the first sentence alone would get wrong. */
function reservations(report: Report, counting: number): readonly string[] {
  const said: string[] = [];
  const below = report.findings.length - counting;
  if (report.failOn === 'none' && report.findings.length > 0)
    said.push(`--fail-on is \`none\`: ${counted(report.findings.length, 'finding')} above changed nothing.`);
  else if (below > 0) said.push(`Below it: ${counted(below, 'finding')}.`);
  if (report.waived.length > 0) said.push(`Waived: ${counted(report.waived.length, 'finding')}.`);
  if (!report.complete) said.push('The run is INCOMPLETE: what was not seen may be worse.');
  return said;
}

function nextStep(report: Report): string | undefined {
  if (report.verdict === 'pass') return undefined;
  const counting = countingOf(report);
  const deciding = report.verdict === 'fail' ? counting.filter(({ verdict }) => verdict === 'fail') : counting;
  const finding = deciding.find(({ remedy }) => remedy !== '');
  if (finding !== undefined) return finding.remedy;
  const problem = report.problems.find(({ remedy }) => remedy !== undefined);
  return problem?.remedy ?? 'Run it again to its end.';
}

/** The findings that decide the verdict, worst first. */
function countingOf({ findings, failOn }: Report): readonly Finding[] {
  if (failOn === 'none') return [];
  const least = SEVERITIES.indexOf(failOn);
  return worstFirst(findings.filter(({ severity }) => SEVERITIES.indexOf(severity) >= least));
}
