import type { z } from 'zod';
import { localOptionsSchema } from './local/options.ts';
import type { AdapterId } from './registry.ts';

const SCHEMAS: { readonly [A in AdapterId]: z.ZodObject } = { local: localOptionsSchema };

/** What a configuration may say about a copy of an adapter, beside its URL. Apart from the registry, so that a run without configuration loads no schema. */
export function adapterOptions(id: AdapterId): z.ZodObject {
  return SCHEMAS[id];
}
