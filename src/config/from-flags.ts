import { adapterDefaults, adapterOf, isUrlFault, locate } from '../adapters/registry.ts';
import { FirebreakError } from '../model/errors.ts';
import { DEFAULT_EXPECTATIONS } from '../model/policy.ts';
import type { ResolvedConfig, ResolvedCopy } from './resolve.ts';

export interface FlagCopies {
  readonly primary: string;
  readonly backups: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * The configuration that `--primary` and `--backup` stand for: one dataset `default` with backups `backup-1`, `backup-2`.
 *
 * @throws {FirebreakError} `config-invalid`
 */
export function configFromFlags({ primary, backups, exclude }: FlagCopies, cwd: string): ResolvedConfig {
  const copies = backups.map((url, index) => copyOf(url, `backup-${index + 1}`, 'backup', cwd));
  return {
    datasets: [
      {
        id: 'default',
        primary: copyOf(primary, 'primary', 'primary', cwd),
        backups: copies,
        exclude,
        policy: {
          expect: DEFAULT_EXPECTATIONS,
          backups: Object.fromEntries(copies.map(({ id }) => [id, DEFAULT_EXPECTATIONS])),
        },
      },
    ],
    waivers: [],
  };
}

function copyOf(url: string, id: string, role: 'primary' | 'backup', cwd: string): ResolvedCopy {
  const adapter = adapterOf(url);
  const located = isUrlFault(adapter) ? adapter : locate(adapter, url, cwd);
  if (isUrlFault(adapter) || isUrlFault(located)) {
    const { fault, remedy } = isUrlFault(adapter) ? adapter : (located as { fault: string; remedy: string });
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'read options',
      message: `--${role} ${url}: ${fault}`,
      remedy,
    });
  }
  const options = { ...adapterDefaults(adapter), ...located };
  return { id, role, url, adapter, options, layout: 'mirror', claims: {}, accidental: false };
}
