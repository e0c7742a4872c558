import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { collect } from '../collect/collect.ts';
import type { DatasetRequest } from '../collect/request.ts';
import { FirebreakError } from '../model/errors.ts';
import type { Evidence } from '../model/evidence.ts';
import { stateDirectoryOf } from '../state/directory.ts';
import { acquireLock } from '../state/lock.ts';
import type { CommandContext } from './context.ts';
import { checkOutput, emptyOutput } from './output-file.ts';
import { createProgressLine } from './progress.ts';
import type { CollectingOptions } from './run-options.ts';
import { toolVersion } from './version.ts';

/** Collects with what a command line says about state, entries and progress. One run at a time holds a state folder. */
export async function collectEvidence(
  requests: readonly DatasetRequest[],
  options: CollectingOptions & { readonly quiet?: boolean },
  context: CommandContext,
): Promise<Evidence> {
  if (options.digest !== undefined && options.entries === undefined) {
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'read options',
      message: '--digest has nowhere to write digests to.',
      remedy: 'Give --entries PATH too.',
    });
  }
  const entriesPath = options.entries === undefined ? undefined : resolve(context.cwd, options.entries);
  if (entriesPath !== undefined) await checkOutput(entriesPath);
  const stateDirectory =
    options.state === false ? undefined : stateDirectoryOf(options.state, context.env, context.cwd);
  if (stateDirectory !== undefined) await makeStateDirectory(stateDirectory);
  const lock = stateDirectory === undefined ? undefined : await acquireLock(join(stateDirectory, 'lock'));
  if (entriesPath !== undefined) await emptyOutput(entriesPath);
  const isShown =
    context.isStderrTty && options.quiet !== true && context.env.CI === undefined && context.env.TERM !== 'dumb';
  const progress = isShown ? createProgressLine(context.stderr, context.columns, Date.now) : undefined;
  try {
    return await collect(requests, {
      version: toolVersion(),
      nowMs: Date.now,
      stateDirectory,
      entriesPath,
      digest: options.digest === 'sha256',
      signal: context.signal,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(progress === undefined ? {} : { onProgress: progress.update }),
    });
  } finally {
    progress?.clear();
    await lock?.release();
  }
}

async function makeStateDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'open state',
      message: `The state folder ${path} cannot be made, so nothing could be remembered for the next run.`,
      remedy: 'Give a folder that may be written with --state, or --no-state to remember nothing.',
      cause: error,
    });
  }
}
