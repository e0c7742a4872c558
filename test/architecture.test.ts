import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportLine, PROJECT, type SourceFile, sourceFile, sourceFiles } from './source.ts';

const GROUND = ['model', 'lib'];
const CATALOGUES = ['providers', 'manifest', 'authority'];
const TRADES = ['adapters', 'layouts', 'digests', 'compare', 'domains', 'reporters', 'state'];
const PURE = [...GROUND, 'domains', 'freshness', 'authority'];
const JUDGING = [...PURE, 'checks', 'scenarios', 'advice'];
const COLLECTING = [...GROUND, ...CATALOGUES, ...TRADES, 'config', 'plan', 'collect'];
const ALL = [...COLLECTING, ...JUDGING, 'evaluate', 'incidents', 'docs'];

/** Which rooms each room may import from, besides itself. A room that is not listed here may not exist. */
const MAY_IMPORT: { readonly [room: string]: readonly string[] } = {
  model: [],
  lib: ['model'],
  providers: GROUND,
  manifest: GROUND,
  authority: GROUND,
  adapters: [...GROUND, ...CATALOGUES],
  layouts: [...GROUND, ...CATALOGUES, 'adapters'],
  digests: [...GROUND, ...CATALOGUES],
  compare: [...GROUND, ...CATALOGUES],
  domains: GROUND,
  reporters: GROUND,
  state: [...GROUND, ...CATALOGUES],
  config: [...GROUND, ...CATALOGUES, ...TRADES],
  plan: [...GROUND, ...CATALOGUES, ...TRADES],
  collect: COLLECTING,
  freshness: GROUND,
  checks: PURE,
  scenarios: PURE,
  advice: [...PURE, 'checks', 'scenarios'],
  evaluate: JUDGING,
  incidents: [...JUDGING, 'evaluate'],
  docs: ALL,
  index: ALL,
  cli: [...ALL, 'index'],
};

/** Rooms from which another room sees few files only, and why. */
const ONLY_FILE: readonly {
  readonly from: string;
  readonly into: string;
  readonly files: readonly string[];
  readonly types?: true;
}[] = [
  { from: 'config', into: 'adapters', files: ['adapters/registry.ts', 'adapters/option-schemas.ts'] },
  { from: 'layouts', into: 'adapters', files: ['adapters/adapter.ts'], types: true },
];

/** Rooms whose units know nothing of each other: what is no unit in them is shared by all of them. */
const UNIT_ROOMS: {
  readonly [room: string]: { readonly shared: readonly string[]; readonly unit: 'file' | 'folder' };
} = {
  adapters: { shared: ['adapter', 'registry', 'option-schemas', 'wrap'], unit: 'folder' },
  layouts: { shared: ['layout', 'registry'], unit: 'file' },
  checks: { shared: ['define', 'registry', 'run', 'wording', 'shared-domain'], unit: 'file' },
  scenarios: { shared: ['define', 'registry', 'run', 'join'], unit: 'file' },
  reporters: { shared: ['reporter', 'registry'], unit: 'file' },
};

/** Rooms in which equal input gives equal output, whatever the hour and the machine. */
const PURE_ROOMS = ['model', 'checks', 'scenarios', 'domains', 'freshness', 'authority', 'advice', 'evaluate'];
const PURE_NODE_MODULES = ['node:buffer', 'node:crypto', 'node:util'];
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\bperformance\./,
  /\bconsole\b/,
  /\basync\b/,
  /\bawait\b/,
  /\bPromise\b/,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bfetch\(/,
  /\bprocess\./,
  /\brandom(?:Bytes|UUID|Int)\b/,
];

/** Rooms that handle the copies of other people, and the verbs of `node:fs` that they may know. */
const READ_ONLY_ROOMS = ['adapters', 'layouts', 'digests', 'compare', 'domains'];
const READING_VERBS = new Set([
  ...['access', 'close', 'fstat', 'lstat', 'open', 'opendir', 'read', 'readFile', 'readdir', 'readlink', 'realpath'],
  ...['stat', 'statfs', 'exists', 'createReadStream'],
  ...['constants', 'BigIntStats', 'Dir', 'Dirent', 'Stats', 'StatsFs', 'PathLike', 'FileHandle', 'promises'],
]);
const WRITING_FLAG =
  /\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|EXCL)\b|\bopen(?:Sync)?\([^)]*,\s*['"](?:w|a|r\+|rs\+|as|ax|wx)/;

const files = sourceFiles();

describe('architecture', () => {
  it.each(files.map((file) => [file.path, file] as const))(
    '%s imports only from the floors below it',
    (_path, file) => {
      const upward = file.imports.filter((line) => line.isOwn && !mayImport(file, line)).map((line) => line.target);

      expect(upward).toEqual([]);
    },
  );

  it('has no circle of files', () => {
    const circles = circlesAmong(files);

    expect(circles).toEqual([]);
  });

  it('has no unit that imports its sibling', () => {
    const siblings = files.flatMap((file) =>
      file.imports.filter((line) => isSibling(file, line)).map((line) => `${file.path} -> ${line.target}`),
    );

    expect(siblings).toEqual([]);
  });

  it('has no I/O, clock, chance, console or promise in its pure rooms', () => {
    const impure = files
      .filter((file) => PURE_ROOMS.includes(file.room))
      .flatMap((file) => [
        ...nodeModules(file)
          .filter((name) => !PURE_NODE_MODULES.includes(name))
          .map((name) => `${file.path} imports ${name}`),
        ...IMPURE.filter((pattern) => pattern.test(file.code)).map((pattern) => `${file.path} matches ${pattern}`),
      ]);

    expect(impure).toEqual([]);
  });

  it('has no I/O and no console in its reporters', () => {
    const impure = files
      .filter((file) => file.room === 'reporters')
      .filter(
        (file) => nodeModules(file).some((name) => !PURE_NODE_MODULES.includes(name)) || /\bconsole\b/.test(file.code),
      );

    expect(impure.map((file) => file.path)).toEqual([]);
  });

  it('touches arguments, environment, standard streams and exit code in cli alone', () => {
    const touching = outside(
      'cli',
      /\bprocess\.(?:argv|env|stdin|stdout|stderr|exitCode|cwd|chdir|on|once)\b|\bconsole\./,
    );

    expect(touching).toEqual([]);
  });

  it('never calls process.exit', () => {
    const wrapper = sourceFile('bin', readFileSync(join(PROJECT, 'bin/firebreak.js'), 'utf8'));
    const exiting = [...files, wrapper].filter((file) => /\bprocess\.(?:exit|abort|reallyExit)\b/.test(file.code));

    expect(exiting.map((file) => file.path)).toEqual([]);
  });

  it('starts threads in collect alone', () => {
    const threading = files.filter(
      (file) => file.room !== 'collect' && nodeModules(file).includes('node:worker_threads'),
    );

    expect(threading.map((file) => file.path)).toEqual([]);
  });

  it('knows no verb that writes where it handles a copy', () => {
    const writing = files.filter((file) => READ_ONLY_ROOMS.includes(file.room)).flatMap(writingVerbs);

    expect(writing).toEqual([]);
  });

  it('uses no default export', () => {
    const defaults = files.filter((file) => /\bexport\s+default\b/.test(file.code)).map((file) => file.path);

    expect(defaults).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['model/a.ts', "import { b } from '../lib/b.ts';", 'an import upwards'],
    ['checks/a.ts', "export { b } from '../collect/b.ts';", 'a re-export upwards'],
    ['adapters/local/a.ts', "const b = await import('../../config/b.ts');", 'a dynamic import upwards'],
    ['config/a.ts', "import { b } from '../adapters/local/b.ts';", 'an adapter seen by the configuration'],
    ['layouts/a.ts', "import { b } from '../adapters/adapter.ts';", 'code of an adapter seen by a layout'],
    ['attic/a.ts', "import { b } from '../model/b.ts';", 'a room that is not in the table'],
  ];

  it.each(broken)('notices in %s: %s (%s)', (path, text) => {
    const file = sourceFile(path, text);

    const allowed = file.imports.filter((line) => mayImport(file, line));

    expect(file.imports).toHaveLength(1);
    expect(allowed).toEqual([]);
  });

  it.each([
    ['checks/a.ts', "import { b } from './b.ts';"],
    ['adapters/local/a.ts', "import { b } from '../sftp/b.ts';"],
  ])('notices a sibling in %s', (path, text) => {
    const file = sourceFile(path, text);

    expect(file.imports.filter((line) => isSibling(file, line))).toHaveLength(1);
  });

  it.each([
    "import { rmSync } from 'node:fs';",
    "import * as fs from 'node:fs';\nfs.unlinkSync(path);",
    "import { open } from 'node:fs/promises';\nawait open(path, 'w');",
    "import { constants } from 'node:fs';\nconst flags = constants.O_RDWR;",
  ])('notices a writing verb in %s', (text) => {
    expect(writingVerbs(sourceFile('adapters/local/a.ts', text))).not.toEqual([]);
  });

  it('takes a rule named in a comment for no breach', () => {
    const file = sourceFile(
      'model/a.ts',
      "// never Date.now, nor import { x } from '../lib/x.ts';\nexport const a = 'http://b';",
    );

    expect(file.imports).toEqual([]);
    expect(IMPURE.some((pattern) => pattern.test(file.code))).toBe(false);
  });
});

function mayImport(file: SourceFile, line: ImportLine): boolean {
  const room = roomOf(line.target);
  const narrow = ONLY_FILE.find((rule) => rule.from === file.room && rule.into === room);
  if (narrow !== undefined)
    return narrow.files.includes(line.target) && (narrow.types === undefined || line.isTypeOnly);
  return MAY_IMPORT[file.room] !== undefined && (room === file.room || (MAY_IMPORT[file.room] ?? []).includes(room));
}

function isSibling(file: SourceFile, line: ImportLine): boolean {
  const [own, other] = [unitOf(file.path), line.isOwn ? unitOf(line.target) : undefined];
  return own !== undefined && other !== undefined && roomOf(line.target) === file.room && own !== other;
}

/** The unit to which a file of a unit room belongs; undefined for what all units of the room share. */
function unitOf(path: string): string | undefined {
  const [room, name] = path.replace(/\.ts$/, '').split('/');
  const rule = UNIT_ROOMS[room ?? ''];
  if (rule === undefined || name === undefined || rule.shared.includes(name)) return undefined;
  return name;
}

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? path) : path.replace(/\.ts$/, '');
}

function nodeModules(file: SourceFile): readonly string[] {
  return file.imports.filter((line) => !line.isOwn && line.target.startsWith('node:')).map((line) => line.target);
}

function outside(room: string, pattern: RegExp): readonly string[] {
  return files.filter((file) => file.room !== room && pattern.test(file.code)).map((file) => file.path);
}

function writingVerbs(file: SourceFile): readonly string[] {
  const found: string[] = [];
  for (const line of file.imports.filter((one) => /^node:fs(?:\/promises)?$/.test(one.target))) {
    // Of a namespace every member that is used counts, under whatever name it was imported.
    const names = line.names.includes('*') ? membersUsed(file.code) : line.names;
    found.push(...names.filter((name) => !READING_VERBS.has(name.replace(/Sync$/, ''))));
  }
  if (WRITING_FLAG.test(file.code)) found.push('a flag that opens for writing');
  return found.map((name) => `${file.path}: ${name}`);
}

function membersUsed(code: string): readonly string[] {
  const alias = /import\s+(?:\*\s+as\s+)?(\w+)\s+from\s+['"]node:fs/.exec(code)?.[1];
  if (alias === undefined) return ['node:fs as a whole'];
  return [...code.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))].map((match) => match[1] ?? '');
}

/** Files that reach themselves through their imports; type-only imports vanish when built and do not count. */
function circlesAmong(sources: readonly SourceFile[]): readonly string[] {
  const next = new Map(
    sources.map((file) => [
      file.path,
      file.imports.filter((line) => line.isOwn && !line.isTypeOnly).map((line) => line.target),
    ]),
  );
  return [...next.keys()].filter((start) => {
    const seen = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (path === start) return true;
      if (seen.has(path)) continue;
      seen.add(path);
      waiting.push(...(next.get(path) ?? []));
    }
    return false;
  });
}
