import { z } from 'zod';
import { evidenceSchema } from '../model/evidence-schema.ts';

/** The JSON Schema (draft 2020-12) of evidence, as `collect` writes it. */
export function evidenceJsonSchema(): unknown {
  return { ...z.toJSONSchema(evidenceSchema), title: 'firebreak evidence' };
}
