import { describe, expect, it } from 'vitest';
import { loadReporter, reporterIds } from '../../src/reporters/registry.ts';

describe('reporter registry', () => {
  it.each(['', 'yaml', 'constructor', 'Terminal'])('refuses the format %j and names those that exist', async (id) => {
    await expect(loadReporter(id)).rejects.toMatchObject({
      kind: 'config-invalid',
      remedy: 'Use one of: terminal, json.',
    });
  });

  it.each(reporterIds)('loads %s', async (id) => {
    expect((await loadReporter(id)).meta.id).toBe(id);
  });
});
