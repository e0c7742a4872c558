import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FirebreakError } from '../model/errors.ts';

export interface ConfigText {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

export interface LoadOptions {
  /** Given on the command line. */
  readonly config?: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The places where a configuration is looked for, first one first. One that was named must be there. */
export function configPlaces({
  config,
  cwd,
  env,
}: LoadOptions): readonly { readonly file: string; readonly isNamed: boolean }[] {
  const named = config ?? (env.FIREBREAK_CONFIG === '' ? undefined : env.FIREBREAK_CONFIG);
  if (named !== undefined) return [{ file: resolve(cwd, named), isNamed: true }];
  const home = env.HOME === undefined || env.HOME === '' ? homedir() : env.HOME;
  const xdg =
    env.XDG_CONFIG_HOME === undefined || env.XDG_CONFIG_HOME === '' ? join(home, '.config') : env.XDG_CONFIG_HOME;
  const files = [resolve(cwd, 'firebreak.yaml'), join(xdg, 'firebreak', 'config.yaml'), '/etc/firebreak/config.yaml'];
  return files.map((file) => ({ file, isNamed: false }));
}

/**
 * Reads the first configuration that is there; undefined where there is none.
 *
 * @throws {FirebreakError} `config-invalid` where a named one is not there, one cannot be read, or root would obey a file that others can write
 */
export async function loadConfigText(options: LoadOptions): Promise<ConfigText | undefined> {
  for (const { file, isNamed } of configPlaces(options)) {
    try {
      const text = await readFile(file, 'utf8');
      await refuseForeignConfig(file);
      return { file, text };
    } catch (error) {
      if (error instanceof FirebreakError) throw error;
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (!isNamed && (code === 'ENOENT' || code === 'ENOTDIR')) continue;
      throw new FirebreakError({
        kind: 'config-invalid',
        operation: 'read configuration',
        message: `The configuration ${file} cannot be read (${code}).`,
        remedy: 'Name a file that is there with --config, or use --primary and --backup.',
        cause: error,
      });
    }
  }
  return undefined;
}

/** A configuration names files and commands, so whoever can write it can act as whoever runs firebreak. */
async function refuseForeignConfig(file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { mode, uid } = await stat(file);
  if ((mode & 0o022) === 0 && uid === 0) return;
  const who = uid === 0 ? 'its group or everybody' : `user ${uid}`;
  throw new FirebreakError({
    kind: 'config-invalid',
    operation: 'read configuration',
    message: `The configuration ${file} can be written by ${who}, and this is root.`,
    remedy: `Take that right away (chown root ${file}; chmod go-w ${file}), or run firebreak as another user.`,
  });
}
