import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The files and links of a system, by absolute path. */
export interface SystemListing {
  readonly files: { readonly [path: string]: readonly string[] };
  readonly links?: { readonly [path: string]: string };
}

export interface WrittenSystem {
  readonly root: string;
  remove(): void;
}

/** Reads a listing from `fixtures/systems`. */
export function recordedSystem(name: string): SystemListing {
  const url = new URL(`../../../../fixtures/systems/${name}/tree.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as SystemListing;
}

/** Writes a system below a directory of its own, where `systemRoot` can point. */
export function writeSystem(listing: SystemListing): WrittenSystem {
  const root = mkdtempSync(join(tmpdir(), 'firebreak-system-'));
  for (const [path, lines] of Object.entries(listing.files)) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, lines.join('\n'));
  }
  for (const [path, target] of Object.entries(listing.links ?? {})) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
