import { FirebreakError } from '../model/errors.ts';
import type { Reporter } from './reporter.ts';

const REPORTERS: { readonly [id: string]: () => Promise<Reporter> } = {
  terminal: async () => (await import('./terminal.ts')).terminalReporter,
  json: async () => (await import('./json.ts')).jsonReporter,
};

/** Every format, the one for people first. */
export const reporterIds: readonly string[] = Object.keys(REPORTERS);

/**
 * Loads the reporter of a format.
 *
 * @throws {FirebreakError} `config-invalid` if there is none of that id
 */
export async function loadReporter(id: string): Promise<Reporter> {
  const load = Object.hasOwn(REPORTERS, id) ? REPORTERS[id] : undefined;
  if (load === undefined) {
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'choose a report format',
      message: `There is no report format ${JSON.stringify(id)}.`,
      remedy: `Use one of: ${reporterIds.join(', ')}.`,
    });
  }
  return load();
}
