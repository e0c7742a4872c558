import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where state lives: as given; else systemd's `STATE_DIRECTORY` (systemd.exec(5); the first of several); else
 * `$XDG_STATE_HOME/firebreak`, which is `~/.local/state/firebreak` by default (XDG Base Directory Specification).
 */
export function stateDirectoryOf(given: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  if (given !== undefined) return resolve(cwd, given);
  const systemd = env.STATE_DIRECTORY?.split(':')[0] ?? '';
  if (systemd !== '') return systemd;
  const home = env.HOME === undefined || env.HOME === '' ? homedir() : env.HOME;
  const xdg =
    env.XDG_STATE_HOME === undefined || env.XDG_STATE_HOME === '' ? join(home, '.local', 'state') : env.XDG_STATE_HOME;
  return join(xdg, 'firebreak');
}
