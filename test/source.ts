import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** One import, export-from or dynamic import of a source file. */
export interface ImportLine {
  /** For our own files the path below `src/` (`model/entry.ts`), else the specifier as it stands. */
  readonly target: string;
  readonly isOwn: boolean;
  readonly isTypeOnly: boolean;
  /** Names taken, without `type` and aliases; `*` for a namespace. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** Below `src/`, with `/`. */
  readonly path: string;
  /** The first folder, or the file's name without extension at the top: `checks`, `evaluate`. */
  readonly room: string;
  /** The text without comments. */
  readonly code: string;
  readonly imports: readonly ImportLine[];
}

/** Every TypeScript file below `src/`, in order of path. */
export function sourceFiles(): readonly SourceFile[] {
  const root = join(PROJECT, 'src');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** Reads the import lines of one file; `path` is below `src/`. */
export function sourceFile(path: string, text: string): SourceFile {
  const code = withoutComments(text);
  return {
    path,
    room: path.includes('/') ? (path.split('/')[0] ?? path) : path.replace(/\.ts$/, ''),
    code,
    imports: importsOf(path, code),
  };
}

const STATEMENT = /(?:^|[;}])\s*(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s*['"]([^'"]+)['"]/gm;
const BARE = /(?:^|[;}])\s*import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, code: string): readonly ImportLine[] {
  const lines: ImportLine[] = [];
  for (const [, type, clause, specifier] of code.matchAll(STATEMENT)) {
    lines.push(importLine(path, specifier ?? '', type !== undefined, namesOf(clause ?? '')));
  }
  for (const pattern of [BARE, DYNAMIC]) {
    for (const [, specifier] of code.matchAll(pattern)) lines.push(importLine(path, specifier ?? '', false, ['*']));
  }
  return lines;
}

function importLine(path: string, specifier: string, isTypeOnly: boolean, names: readonly string[]): ImportLine {
  const isOwn = specifier.startsWith('.');
  const target = isOwn ? posix.normalize(posix.join(posix.dirname(path), specifier)) : specifier;
  return { target, isOwn, isTypeOnly, names };
}

function namesOf(clause: string): readonly string[] {
  const inBraces = /\{([^}]*)\}/.exec(clause)?.[1];
  if (inBraces === undefined) return ['*'];
  return inBraces
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s+.*$/, ''),
    )
    .filter((name) => name !== '');
}

/** Blanks comments and leaves strings alone, so that a rule may be named in a comment without being broken. */
function withoutComments(text: string): string {
  const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(tokens, (token) => (token.startsWith('/') ? token.replace(/[^\n]/g, ' ') : token));
}
