import { describe, expect, it } from 'vitest';
import { jsonReporter } from '../../src/reporters/json.ts';
import { describeReporter } from '../conformance/reporter.ts';
import { buildReport } from '../support/report.ts';
import { exampleReports } from './examples.ts';

describeReporter('json');

describe('json', () => {
  const options = { columns: 80, colour: true };

  it.each(Object.entries(exampleReports))('loses nothing of %s', (_name, report) => {
    expect(JSON.parse(jsonReporter.render(report, options))).toEqual(report);
  });

  it('keeps the members at the top in their published order', () => {
    const text = jsonReporter.render(buildReport(), options);

    expect(Object.keys(JSON.parse(text))).toEqual([
      ...['schemaVersion', 'tool', 'startedAt', 'finishedAt', 'complete', 'verdict', 'failOn', 'datasets', 'findings'],
      ...['problems', 'waived', 'passed', 'rules', 'evidenceDigest'],
    ]);
  });

  it('indents by two spaces', () => {
    expect(jsonReporter.render(buildReport(), options)).toMatch(
      /^\{\n {2}"schemaVersion": "0\.1",\n {2}"tool": \{\n {4}"name"/,
    );
  });
});
