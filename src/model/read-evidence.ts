import type { z } from 'zod';
import { FirebreakError } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { digestEvidence } from './evidence-digest.ts';
import { evidenceSchema } from './evidence-schema.ts';

const SCHEMA_VERSION = '0.1';

/**
 * Reads saved evidence.
 *
 * @throws {FirebreakError} `config-invalid` for what is no evidence, is of another schema version, or was changed after it was
 * collected. The digest tells an accident from an original; it does not prove who wrote it.
 */
export function readEvidence(text: string): Evidence {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) {
    throw refused('This is no evidence: it has no schemaVersion.', 'Name a file that `firebreak collect` wrote.');
  }
  if (value.schemaVersion !== SCHEMA_VERSION) {
    throw refused(
      `This evidence has schema version ${String(value.schemaVersion)}; this firebreak reads ${SCHEMA_VERSION}.`,
      'Judge it with the version of firebreak that collected it.',
    );
  }
  const { digest, ...rest } = value as Partial<Evidence>;
  if (digest !== digestEvidence(rest as Omit<Evidence, 'digest'>)) {
    throw refused(
      'This evidence was changed after it was collected: its digest does not match.',
      'Collect it again; evidence that was edited proves nothing.',
    );
  }
  const parsed = evidenceSchema.safeParse(value);
  if (!parsed.success) {
    throw refused(
      `This is no evidence of schema version ${SCHEMA_VERSION}: ${whereOf(parsed.error)}.`,
      'Name a file that `firebreak collect` wrote.',
    );
  }
  return parsed.data;
}

function whereOf({ issues }: z.ZodError): string {
  const [first] = issues;
  return first === undefined ? 'it does not fit' : `${first.message} at ${first.path.join('.') || 'the top'}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(`This is no evidence: ${why}.`, 'Name a file that `firebreak collect` wrote.');
  }
}

function refused(message: string, remedy: string): FirebreakError {
  return new FirebreakError({ kind: 'config-invalid', operation: 'read evidence', message, remedy });
}
