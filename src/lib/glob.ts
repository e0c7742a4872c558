import { createRequire } from 'node:module';
import type Picomatch from 'picomatch';
import { type BytePath, unicodeOf } from '../model/path.ts';

/** Tells whether a path relative to a root, without trailing slash, is left out. */
export type PathFilter = (path: BytePath) => boolean;

/**
 * Compiles globs: `*` stays within a name, `**` crosses folders, names that begin with a dot are matched like others.
 * `cache/**` also leaves out the folder `cache` itself. A name that is not UTF-8 is matched with each stray byte as one character.
 */
export function pathFilterOf(globs: readonly string[]): PathFilter {
  if (globs.length === 0) return () => false;
  // Every thread would load it, and most runs leave nothing out.
  const picomatch = createRequire(import.meta.url)('picomatch') as typeof Picomatch;
  const matches = picomatch([...globs], { dot: true, nonegate: true });
  return (path) => matches(unicodeOf(path) ?? path);
}
