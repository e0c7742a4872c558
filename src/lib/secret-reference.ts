import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { FirebreakError } from '../model/errors.ts';

/** Where a secret is; never the secret. */
export const secretReferenceSchema = z.union(
  [
    z.strictObject({ env: z.string().min(1) }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ command: z.array(z.string().min(1)).min(1) }),
  ],
  // The value itself must not come up in the message: it may be the secret.
  { error: 'a secret is a reference: { env: NAME }, { file: PATH } or { command: [PROGRAM, ARGUMENT] }' },
);

export type SecretReference = z.infer<typeof secretReferenceSchema>;

const LONGEST_SECRET_BYTES = 64 * 1024;
const COMMAND_TIMEOUT_MS = 30_000;
const run = promisify(execFile);

/**
 * Fetches a secret; one line feed at its end is taken away.
 *
 * @throws {FirebreakError} `config-invalid` where it is not there or empty, with a message that names the reference alone
 */
export async function resolveSecret(
  reference: SecretReference,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const secret = (await fetchSecret(reference, env, signal)).replace(/\r?\n$/, '');
  if (secret === '') throw unavailable(reference, undefined);
  return secret;
}

async function fetchSecret(reference: SecretReference, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  try {
    if ('env' in reference) return env[reference.env] ?? '';
    if ('file' in reference) return await readFile(reference.file, { encoding: 'utf8', signal });
    const [program, ...args] = reference.command;
    const limits = { signal, timeout: COMMAND_TIMEOUT_MS, maxBuffer: LONGEST_SECRET_BYTES };
    return (await run(program as string, args, limits)).stdout;
  } catch (error) {
    // What a program printed may hold the secret, so its output is no part of the error.
    throw unavailable(reference, error instanceof Error && 'code' in error ? error.code : undefined);
  }
}

function unavailable(reference: SecretReference, cause: unknown): FirebreakError {
  const [kind, value] = Object.entries(reference)[0] as [string, string | string[]];
  const name = Array.isArray(value) ? value[0] : value;
  return new FirebreakError({
    kind: 'config-invalid',
    operation: 'resolve secret',
    message: `The secret from ${kind} \`${name}\` is not there or empty.`,
    remedy:
      kind === 'env' ? `Set ${name} in the environment.` : `Look whether ${name} can be read and gives the secret.`,
    cause,
  });
}
