import { z } from 'zod';
import { adapterOptions } from '../adapters/option-schemas.ts';
import { adapterIds } from '../adapters/registry.ts';
import { configSchema } from './schema.ts';

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: unknown;
  [key: string]: unknown;
}

/** The JSON Schema (draft-07, which editors' YAML servers understand) of a configuration, with the options of every adapter. */
export function configJsonSchema(): unknown {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' }) as SchemaNode;
  const options = adapterIds.map(
    (id) => z.toJSONSchema(adapterOptions(id), { target: 'draft-7', io: 'input' }) as SchemaNode,
  );
  const extra = Object.assign({}, ...options.map((option) => option.properties)) as Record<string, SchemaNode>;
  const dataset = schema.properties?.datasets?.items;
  for (const copy of [dataset?.properties?.primary, dataset?.properties?.backups?.items]) {
    if (copy === undefined) throw new Error('the configuration schema has no copies');
    copy.properties = { ...copy.properties, ...extra };
    copy.additionalProperties = false;
  }
  return { ...schema, title: 'firebreak configuration' };
}
