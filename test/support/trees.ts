import { execFileSync } from 'node:child_process';
import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalRoot } from '../../src/adapters/adapter.ts';
import { withNested } from '../../src/collect/placement.ts';
import { comparePool, type PoolProgress } from '../../src/collect/pool.ts';
import type { Settled } from '../../src/collect/settle.ts';

/** A file's content, a link's target, or an empty directory. */
export type TreeNode =
  | { readonly content: string | Uint8Array; readonly modifiedAtMs?: number }
  | { readonly link: string; readonly modifiedAtMs?: number }
  | 'directory';

/** By path; names are Unicode text unless given as `Buffer` through `latin1` keys. */
export type Tree = Readonly<Record<string, TreeNode | string>>;

export interface Scratch {
  readonly path: string;
  remove(): void;
}

export function makeScratch(): Scratch {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-test-')));
  return {
    path,
    // `rm` also gets below the longest path that a system call takes.
    remove: () => void execFileSync('rm', ['-rf', path]),
  };
}

/** Writes a tree; every file without a time of its own gets `modifiedAtMs`. Keys are `latin1` bytes with `bytes: true`. */
export function writeTree(root: string, tree: Tree, modifiedAtMs = 1_700_000_000_125, bytes = false): string {
  mkdirSync(root, { recursive: true });
  for (const [name, node] of Object.entries(tree)) {
    const path = bytes ? Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]) : join(root, name);
    if (node === 'directory') {
      mkdirSync(path, { recursive: true });
      continue;
    }
    const parent = typeof path === 'string' ? dirname(path) : path.subarray(0, path.lastIndexOf('/'));
    mkdirSync(parent, { recursive: true });
    const full = typeof node === 'string' ? { content: node } : node;
    const seconds = (full.modifiedAtMs ?? modifiedAtMs) / 1000;
    if ('link' in full) {
      symlinkSync(full.link, path);
      lutimesSync(path, seconds, seconds);
    } else {
      writeFileSync(path, full.content);
      utimesSync(path, seconds, seconds);
    }
  }
  return root;
}

export function localRootOf(path: string, exclude: readonly string[] = [], oneFileSystem = true): LocalRoot {
  const stats = statSync(path, { bigint: true });
  return {
    path: Buffer.from(realpathSync(path)).toString('latin1'),
    exclude,
    nested: [],
    oneFileSystem,
    device: String(stats.dev),
    inode: String(stats.ino),
    changedAtMs: Number(stats.ctimeNs) / 1e6,
  };
}

export interface CompareTreesOptions {
  readonly exclude?: readonly string[];
  readonly oneFileSystem?: boolean;
  readonly proof?: 'listed' | 'read';
  readonly digest?: boolean;
  readonly collectedAtMs?: number;
  readonly heartbeat?: string;
  readonly states?: readonly ({ readonly path: string; readonly newPath: string } | null)[];
  readonly entriesPath?: string;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PoolProgress) => void;
}

/** Compares real directories with the real pool; the first is the primary. */
export async function compareTrees(paths: readonly string[], options: CompareTreesOptions = {}): Promise<Settled> {
  const scratch = makeScratch();
  const roots = paths.map((path) => localRootOf(path, options.exclude, options.oneFileSystem));
  const collectedAtMs = options.collectedAtMs ?? Date.now() + 1_000;
  const rootChangedAtMs = roots[0]?.changedAtMs ?? 0;
  try {
    return await comparePool({
      range: {
        roots: roots.map((root) => withNested(root, roots)),
        copyIds: paths.map((_, index) => (index === 0 ? 'primary' : `backup-${index}`)),
        proof: options.proof ?? 'read',
        digest: options.digest ?? false,
        entriesOf: options.entriesPath === undefined ? null : 'test',
        collectedAtMs,
        rootChangedAtMs: rootChangedAtMs <= collectedAtMs ? rootChangedAtMs : 0,
        spillDirectory: scratch.path,
      },
      settle: {
        dataset: 'test',
        precisionMs: paths.map(() => 0.001),
        heartbeat: options.heartbeat ?? null,
        states: options.states ?? paths.slice(1).map(() => null),
        entriesPath: options.entriesPath ?? null,
      },
      signal: options.signal ?? new AbortController().signal,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    });
  } finally {
    scratch.remove();
  }
}
