import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from '../../src/config/json-schema.ts';

const COPY = { url: '/a' };
const GOOD = {
  version: 1,
  datasets: [{ id: 'a', primary: COPY, backups: [{ id: 'b', ...COPY, oneFileSystem: false }] }],
};

/** What an editor would say, by another implementation of the same schema. */
function isValid(value: unknown): boolean {
  return z.fromJSONSchema(configJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;
}

describe('the schema for editors', () => {
  it('is draft-07 and knows the options of every adapter', () => {
    const schema = configJsonSchema() as {
      $schema: string;
      properties: { datasets: { items: { properties: object } } };
    };

    expect(schema.$schema).toContain('draft-07');
    expect(JSON.stringify(schema.properties.datasets.items.properties)).toContain('oneFileSystem');
  });

  it('accepts what is right', () => {
    expect(isValid(GOOD)).toBe(true);
  });

  it.each([
    ['an unknown key at the top', { ...GOOD, dataset: [] }],
    [
      'an unknown key of a copy',
      { ...GOOD, datasets: [{ id: 'a', primary: { ...COPY, uri: 'x' }, backups: [{ id: 'b', ...COPY }] }] },
    ],
    ['no backups', { ...GOOD, datasets: [{ id: 'a', primary: COPY, backups: [] }] }],
    ['another version', { ...GOOD, version: 2 }],
  ])('refuses %s', (_name, value) => {
    expect(isValid(value)).toBe(false);
  });
});
