import { open, stat, truncate, writeFile } from 'node:fs/promises';
import { FirebreakError } from '../model/errors.ts';

/**
 * Finds out before the work whether its result can be written; what is in the file stays until then.
 *
 * @throws {FirebreakError} `config-invalid`
 */
export async function checkOutput(path: string): Promise<void> {
  // Whoever reads from a pipe would take the first closing for the end.
  if (await isStream(path)) return;
  try {
    await (await open(path, 'a')).close();
  } catch (error) {
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'open output',
      message: `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Name a file in a folder that is there and may be written.',
      cause: error,
    });
  }
}

/** Empties a file that lines are going to be added to. Pipes and devices have nothing to empty. */
export async function emptyOutput(path: string): Promise<void> {
  if (!(await isStream(path))) await truncate(path);
}

async function isStream(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined); // not there yet, or not to be looked at: opening tells why
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** @throws {FirebreakError} `io-error` */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new FirebreakError({
      kind: 'io-error',
      operation: 'write output',
      message: `${path} could not be written: ${error instanceof Error ? error.message : String(error)}. What it holds is not whole.`,
      remedy: 'Make room on its disk, and run it again.',
      cause: error,
    });
  }
}
