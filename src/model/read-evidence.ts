import { FirebreakError } from './errors.ts';
import type { Evidence } from './evidence.ts';
import { digestEvidence } from './evidence-digest.ts';

const SCHEMA_VERSION = '0.1';

/**
 * Reads saved evidence.
 *
 * @throws {FirebreakError} `config-invalid` for what is no evidence, is of another schema version, or was changed after it was collected
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
  const evidence = value as Evidence;
  if (evidence.digest !== digestEvidence(evidence)) {
    throw refused(
      'This evidence was changed after it was collected: its digest does not match.',
      'Collect it again; evidence that was edited proves nothing.',
    );
  }
  return evidence;
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
