import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { loadReporter, reporterIds } from '../../src/reporters/registry.ts';
import { exampleReports } from '../reporters/examples.ts';
import { buildReport } from '../support/report.ts';

/** Raw bytes that a terminal or a log would obey, but for the newline. */
const LIVE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/u;

/** What every reporter keeps, whatever its format. */
export function describeReporter(id: string): void {
  describe(`${id} (every reporter)`, () => {
    const options = { columns: 80, colour: false };

    it('is registered under its own id', async () => {
      const reporter = await loadReporter(id);

      expect(reporter.meta.id).toBe(id);
      expect(reporterIds).toContain(id);
      expect(reporter.meta.title).not.toMatch(/\.$/);
    });

    it.each(Object.entries(exampleReports))('lets no live control character through: %s', async (_name, report) => {
      const { render } = await loadReporter(id);

      expect(render(report, options)).not.toMatch(LIVE);
    });

    it.each(Object.entries(exampleReports))('ends with exactly one newline: %s', async (_name, report) => {
      const { render } = await loadReporter(id);

      expect(render(report, options)).toMatch(/[^\n]\n$/);
    });

    it('gives equal text for equal reports, whatever the order of their members', async () => {
      const { render } = await loadReporter(id);
      const report = exampleReports['shared-disk-claimed-external'] as Report;

      const text = render(reversed(report) as Report, options);

      expect(text).toBe(render(report, options));
    });

    it('tells a pass, a failure and an unproven run apart without colour', async () => {
      const { render } = await loadReporter(id);
      const verdicts = ['pass', 'fail', 'unproven'] as const;

      const texts = verdicts.map((verdict) => render(buildReport({ verdict }), options));

      expect(new Set(texts).size).toBe(verdicts.length);
    });

    it('leaves the report as it was', async () => {
      const { render } = await loadReporter(id);
      const report = structuredClone(exampleReports['hostile-names']) as Report;

      render(report, options);

      expect(report).toEqual(exampleReports['hostile-names']);
    });
  });
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
