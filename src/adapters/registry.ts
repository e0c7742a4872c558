import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suggest } from '../lib/suggest.ts';
import type { Adapter } from './adapter.ts';

interface Registered {
  /** Loads the adapter and whatever it needs, only once a URL asks for it. */
  readonly load: () => Promise<Adapter>;
  /** What its schema makes of nothing. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What the adapter makes of a URL, beside its options. `base` is the folder that relative paths start from. */
  readonly locate: (url: string, base: string) => Readonly<Record<string, unknown>> | UrlFault;
}

/** Why a URL cannot be used: sentences, the second starting with a verb. */
export interface UrlFault {
  readonly fault: string;
  readonly remedy: string;
}

const REGISTRY = {
  local: {
    load: async () => (await import('./local/index.ts')).localAdapter,
    defaults: { oneFileSystem: true },
    locate: locateDirectory,
  },
} as const satisfies Readonly<Record<string, Registered>>;

export type AdapterId = keyof typeof REGISTRY;

export const adapterIds = Object.keys(REGISTRY) as readonly AdapterId[];

/** Schemes that the design names and that no adapter of this version speaks. */
const PLANNED_SCHEMES = ['sftp', 's3', 'azblob', 'gs', 'manifest', 'ftp', 'ftps', 'webdav', 'webdavs'];
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]+):/;

export function isUrlFault(value: unknown): value is UrlFault {
  return typeof value === 'object' && value !== null && 'fault' in value;
}

/** Which adapter speaks a URL. A text without scheme is a path. */
export function adapterOf(url: string): AdapterId | UrlFault {
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (url === '') return { fault: 'The URL is empty.', remedy: 'Name a directory, such as /mnt/backup/www.' };
  if (scheme === undefined || scheme === 'file') return 'local';
  if (PLANNED_SCHEMES.includes(scheme)) {
    const remedy = 'Mount the copy as a directory and name that, or wait for a version that speaks it.';
    return { fault: `\`${scheme}:\` URLs are not supported by this version.`, remedy };
  }
  const near = suggest(scheme, ['file', ...PLANNED_SCHEMES]);
  const remedy = near === undefined ? 'Name a directory, such as /mnt/backup/www.' : `Did you mean \`${near}:\`?`;
  return { fault: `There is no adapter for \`${scheme}:\` URLs.`, remedy };
}

/** The options of a copy of which nothing but its URL is said. */
export function adapterDefaults(id: AdapterId): Readonly<Record<string, unknown>> {
  return REGISTRY[id].defaults;
}

export function locate(id: AdapterId, url: string, base: string): Readonly<Record<string, unknown>> | UrlFault {
  return REGISTRY[id].locate(url, base);
}

export async function loadAdapter(id: string): Promise<Adapter> {
  if (!Object.hasOwn(REGISTRY, id)) throw new Error(`no adapter ${id}`);
  return REGISTRY[id as AdapterId].load();
}

function locateDirectory(url: string, base: string): { readonly path: string } | UrlFault {
  if (!/^file:/i.test(url)) {
    const home = url === '~' || url.startsWith('~/');
    if (home) return { fault: '`~` is not expanded here.', remedy: 'Write the whole path of the directory.' };
    return { path: isAbsolute(url) ? url : resolve(base, url) };
  }
  try {
    return { path: fileURLToPath(url) };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    return { fault: `The file URL cannot be used: ${why}.`, remedy: 'Write it as file:///absolute/path.' };
  }
}
