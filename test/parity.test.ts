import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapterOptions } from '../src/adapters/option-schemas.ts';
import { adapterDefaults, adapterIds, loadAdapter } from '../src/adapters/registry.ts';
import { checks } from '../src/checks/registry.ts';
import { judgeSubject } from '../src/checks/run.ts';
import { adaptersTable, checksTable, withTables } from '../src/docs/readme-tables.ts';
import { loadUnits } from '../src/docs/units.ts';
import { layouts } from '../src/layouts/registry.ts';
import { loadReporter, reporterIds } from '../src/reporters/registry.ts';
import { PROJECT } from './source.ts';
import { subjectOf } from './support/check-examples.ts';

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** What is no unit, in each room of units. */
const SHARED: { readonly [room: string]: readonly string[] } = {
  checks: ['define', 'registry', 'run', 'wording', 'shared-domain'],
  adapters: ['adapter', 'registry', 'option-schemas'],
  layouts: ['layout', 'registry', 'recognise'],
  reporters: ['reporter', 'registry'],
};
/** What every sentence that a user reads ends with. */
const SENTENCE = /[.)”]$/;

const checkIds = checks.map((check) => check.meta.id);

describe('every unit', () => {
  it.each([
    ['checks', checkIds],
    ['adapters', adapterIds],
    ['layouts', layouts.map((layout) => layout.meta.id)],
    ['reporters', reporterIds],
  ])('of %s has one file and one place in the registry', (room, ids) => {
    const names = readdirSync(join(PROJECT, 'src', room), { withFileTypes: true }).map((entry) =>
      entry.name.replace(/\.ts$/, ''),
    );

    const units = [...new Set(names)].filter((name) => !SHARED[room]?.includes(name));

    expect(units.sort()).toEqual([...ids].sort());
  });

  it.each(adapterIds)('adapter %s has its options, its metadata and a test that calls the shared suite', async (id) => {
    const { meta } = await loadAdapter(id);
    const test = join(PROJECT, 'test/adapters', id, 'index.test.ts');

    expect(meta.id).toBe(id);
    expect(adapterDefaults(id)).toEqual(adapterOptions(id).parse({}));
    expect(meta.operations.length * meta.leastPrivilege.length * meta.limits.length * meta.urls.length).toBeGreaterThan(
      0,
    );
    expect(existsSync(test) && readFileSync(test, 'utf8')).toMatch(/conformance\/adapter\.ts/);
  });

  it.each(reporterIds)('reporter %s has its metadata and is proved by the shared suite', async (id) => {
    const { meta } = await loadReporter(id);
    const test = readFileSync(join(PROJECT, 'test/reporters', `${id}.test.ts`), 'utf8');

    expect(meta.id).toBe(id);
    expect(test).toMatch(/conformance\/reporter\.ts/);
  });

  it('has an id of its own, whatever its kind, so that explain finds one page', async () => {
    const ids = (await loadUnits()).map((unit) => unit.id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !KEBAB.test(id))).toEqual([]);
  });
});

describe.each(checks)('check $meta.id', (check) => {
  const { meta } = check;

  it('tells everything that a page, a rule and a table need', () => {
    const texts = [meta.rationale, meta.remediation, meta.whenToWaive];

    expect(texts.filter((text) => !SENTENCE.test(text))).toEqual([]);
    expect([meta.title, meta.failTitle].filter((title) => SENTENCE.test(title) || title === '')).toEqual([]);
    expect(meta.title).not.toBe(meta.failTitle);
  });

  it('has an example that passes and one that does not', () => {
    const verdicts = meta.examples.map((example) => example.verdict);

    expect(verdicts).toContain('pass');
    expect(verdicts.some((verdict) => verdict === 'fail' || verdict === 'unknown')).toBe(true);
  });

  it.each(meta.examples.map((example) => [example.title, example] as const))(
    'is right about its example: %s',
    (_title, example) => {
      const kinds = check.judgePrimary === undefined ? (['backup'] as const) : (['backup', 'primary'] as const);

      const findings = kinds.flatMap((kind) =>
        judgeSubject(subjectOf(kind, example.given)).filter((finding) => finding.checkId === meta.id),
      );

      expect(findings.map((finding) => finding.verdict)).toContain(example.verdict);
      const open = findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
      for (const finding of open) {
        expect(finding.message).toMatch(SENTENCE);
        expect(finding.remedy).toMatch(/^[A-Z].*\.$/s);
        expect(finding.message).toContain('`');
      }
      if (example.verdict === 'pass') expect(open).toEqual([]);
    },
  );
});

describe('README', () => {
  it('holds the tables that the code writes: npm run docs', async () => {
    const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
    const adapters = await Promise.all(adapterIds.map(loadAdapter));

    const written = withTables(readme, [
      checksTable(checks.map(({ meta }) => meta)),
      adaptersTable(adapters.map(({ meta }) => meta)),
    ]);

    expect(readme).toBe(written);
  });
});
