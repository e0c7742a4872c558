import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/lib/display-width.ts';
import { terminalReporter } from '../../src/reporters/terminal.ts';
import { describeReporter } from '../conformance/reporter.ts';
import {
  buildBackup,
  buildComparison,
  buildDataset,
  buildFinding,
  buildReport,
  HOUR,
  judged,
  sampled,
  tally,
} from '../support/report.ts';
import { exampleReports } from './examples.ts';

describeReporter('terminal');

const plain = (report = buildReport(), columns = 80) => terminalReporter.render(report, { columns, colour: false });

describe('terminal', () => {
  describe.each(Object.entries(exampleReports))('%s', (_name, report) => {
    it.each([60, 72, 80, 132, 200])('stays within %d columns', (columns) => {
      const widest = Math.max(...plain(report, columns).split('\n').map(displayWidth));

      expect(widest).toBeLessThanOrEqual(columns);
    });

    it('says the same with colour and without', () => {
      const coloured = terminalReporter.render(report, { columns: 80, colour: true });

      expect(coloured).toContain('\x1b[');
      expect(stripVTControlCharacters(coloured)).toBe(plain(report));
    });
  });

  it('takes a narrower terminal, or one of unknown width, for one of 60 columns', () => {
    expect(plain(buildReport(), 20)).toBe(plain(buildReport(), 60));
    expect(plain(buildReport(), Number.NaN)).toBe(plain(buildReport(), 60));
  });

  it.each([
    ['fail', 'FAIL', 'exit  1: a finding'],
    ['unproven', 'NOT PROVEN', '3: not proven'],
    ['pass', 'PASS', 'exit  0: proven good'],
  ] as const)('ends a run that is judged %s with %s and its exit status', (verdict, mark, exit) => {
    const last = plain(buildReport({ verdict })).trimEnd().split('\n\n').at(-1) ?? '';

    expect(last.startsWith(`${mark}  `)).toBe(true);
    expect(last).toContain(exit);
  });

  it('tells the worst finding first, and repeats it and its remedy in the verdict', () => {
    const findings = [
      buildFinding({ checkId: 'shared-login', severity: 'warning' }),
      buildFinding({ checkId: 'undetermined-age', verdict: 'unknown', severity: 'error' }),
      buildFinding({ checkId: 'stale-copy', severity: 'error' }),
      buildFinding({ checkId: 'claim-contradicted', severity: 'critical', remedy: 'Correct the claim.' }),
    ];

    const text = plain(buildReport({ verdict: 'fail', findings }));

    expect(text.match(/^(?:FAIL|WARN|UNKNOWN) +[a-z-]+/gm)?.map((line) => line.split(/ +/)[1])).toEqual([
      'claim-contradicted',
      'stale-copy',
      'undetermined-age',
      'shared-login',
    ]);
    const verdict = text.slice(text.lastIndexOf('\nFAIL')).replace(/\s+/g, ' ');
    expect(verdict).toContain('The worst: claim-contradicted at `offsite`.');
    expect(verdict).toContain('next → Correct the claim.');
  });

  it('says in a pass what it rests on: ignored findings, waivers and an incomplete run', () => {
    const report = buildReport({
      failOn: 'none',
      findings: [buildFinding()],
      waived: [buildFinding()],
      complete: false,
    });

    const verdict = plain(report).split('\n\n').at(-1)?.replace(/\s+/g, ' ');

    expect(verdict).toContain('--fail-on is `none`: 1 finding above changed nothing.');
    expect(verdict).toContain('Waived: 1 finding.');
    expect(verdict).toContain('INCOMPLETE');
  });

  it('counts what is below the level of failure in the verdict', () => {
    const findings = [buildFinding({ severity: 'warning' })];

    expect(plain(buildReport({ findings }))).toContain('Below it: 1 finding.');
  });

  it('leaves out rows of zero except `same`', () => {
    const backups = [buildBackup({ comparison: buildComparison(), assurance: null })];

    const text = plain(buildReport({ datasets: [buildDataset({ backups })] }));

    expect(text).toMatch(/^ {4}same +0 +0 B {2}nothing is proven equal$/m);
    expect(text).not.toMatch(/^ {4}(?:missing|extra|conflict)/m);
  });

  it('prints a count that is known only between bounds as bounds, and how many names it does not show', () => {
    const missing = judged(tally(120, 1_000), tally(140, 2_000), 'a', 'b', 'c', 'd');
    const backups = [buildBackup({ comparison: buildComparison({ missing }) })];

    const text = plain(buildReport({ datasets: [buildDataset({ backups })] }));

    expect(text).toMatch(/missing +120 to 140 +1\.0 KB to 2\.0 KB/);
    expect(text).toContain('· c\n        and 137 more\n');
  });

  it.each([
    [0, null, 'no bound is known: why'],
    [72 * HOUR, null, 'at least 3d, no upper bound known: why'],
    [0, 20 * 60_000, 'at most 20m, why'],
    [0, 72 * HOUR + 1, 'at most 3d 1h, why'],
    [74 * HOUR, 96 * HOUR, 'between 3d 2h and 4d, why'],
    [74 * HOUR, 74 * HOUR, '3d 2h, why'],
  ])('puts an RPO of at least %d ms and at most %s ms into words', (atLeastMs, atMostMs, words) => {
    const backups = [buildBackup({ achievedRpo: { atLeastMs, atMostMs, because: 'why' } })];

    const text = plain(buildReport({ datasets: [buildDataset({ backups })] }));

    expect(text).toContain(`RPO reached    ${words} (expected: 26h)\n`);
  });

  it('says that a failed copy, or the primary itself, is no copy', () => {
    const backups = [
      buildBackup({ status: 'failed', listing: null, comparison: null, achievedRpo: null, currentAtMs: null }),
      buildBackup({ placement: 'same-directory', comparison: null, achievedRpo: null, currentAtMs: null }),
    ];

    const text = plain(buildReport({ datasets: [buildDataset({ backups })] }));

    expect(text).toContain('NOT LISTED');
    expect(text).toContain('NO COPY: it is the directory of the primary itself.');
  });

  it('lets no name of an entry begin a line of its own', () => {
    const missing = judged(tally(1, 1), tally(1, 1), 'x\nPASS  all good');
    const backups = [buildBackup({ comparison: buildComparison({ same: sampled(1, 1), missing }) })];

    const text = plain(buildReport({ verdict: 'fail', datasets: [buildDataset({ backups })] }));

    expect(text).toContain('x\\nPASS  all good');
    expect(text).not.toMatch(/^PASS/m);
  });
});
