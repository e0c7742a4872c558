import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadReporter } from '../../src/reporters/registry.ts';
import { exampleReports } from './examples.ts';

const FOLDER = new URL('../../fixtures/reports/', import.meta.url);
/** Set it to 1 to accept what the reporters say now; then read the difference with a user's eyes. */
const isUpdating = process.env.FIREBREAK_UPDATE_GOLDEN === '1';

describe('golden reports', () => {
  const cases = Object.keys(exampleReports).flatMap((name) => [
    [name, 'terminal', 'txt'] as const,
    [name, 'json', 'json'] as const,
  ]);

  it.each(cases)('says of %s in %s what was accepted, byte by byte', async (name, id, extension) => {
    const reporter = await loadReporter(id);
    const file = new URL(`${name}.${extension}`, FOLDER);

    const text = reporter.render(exampleReports[name] as never, { columns: 80, colour: false });

    if (isUpdating) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});
