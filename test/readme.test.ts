import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from './source.ts';

interface Block {
  readonly language: string;
  readonly text: string;
}

/** What cannot be run from inside a test, and why. */
const NOT_RUN: { readonly [command: string]: string } = {
  'npm ci': 'would take the packages away from under this very test; .ci/run begins with it',
  'npm test': 'is what runs this test',
};

/** Blocks that hold no command: the picture of the demo, whose own run is held against the truth by the demo itself. */
const NO_COMMANDS = ['text'];

/** Paths that the README uses as examples, and what stands in for them here. */
const STAND_INS: readonly (readonly [string, string])[] = [
  ['/srv/www', 'srv/www'],
  ['/mnt/backup/www', 'mnt/backup/www'],
  ['/mnt/usb/www', 'mnt/usb/www'],
  ['/etc/firebreak/config.yaml', 'firebreak.yaml'],
  ['/var/lib/firebreak', 'var/lib/firebreak'],
  ['/usr/local/bin/firebreak', 'bin/firebreak'],
];

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const blocks = blocksOf(readme);
const configurations = blocks.filter((block) => block.language === 'yaml');
const commands = blocks.flatMap(commandsOf);
const root = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-readme-')));

beforeAll(() => {
  mkdirSync(join(root, 'bin'));
  symlinkSync(join(PROJECT, 'bin/firebreak.js'), join(root, 'bin/firebreak'));
  const primary = join(root, 'srv/www');
  mkdirSync(join(primary, 'cache'), { recursive: true });
  for (const name of ['index.html', 'a b.txt', 'cache/page'])
    writeFileSync(join(primary, name), `content of ${name}\n`);
  for (const copy of ['mnt/backup/www', 'mnt/usb/www'])
    cpSync(primary, join(root, copy), { recursive: true, preserveTimestamps: true });
  for (const { text } of configurations) writeFileSync(join(root, 'firebreak.yaml'), standIn(text));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('README', () => {
  it('shows the two commands that set up a fresh machine, and CI runs the one that tests', () => {
    const script = readFileSync(join(PROJECT, '.ci/run'), 'utf8');

    expect(readme).toContain('\nnpm ci && npm run demo\nnpm ci && npm test\n');
    expect(script.split('\n')).toContain('npm ci && npm test');
  });

  it('has one example of a configuration, for all commands that need one', () => {
    expect(configurations).toHaveLength(1);
  });

  it('holds no block that this test does not know', () => {
    const known = ['sh', 'yaml', 'crontab', 'ini', ...NO_COMMANDS];

    expect(blocks.map((block) => block.language).filter((language) => !known.includes(language))).toEqual([]);
  });

  it('excuses no command that it does not hold', () => {
    expect(Object.keys(NOT_RUN).filter((command) => !commands.includes(command))).toEqual([]);
  });

  it.each(runnable())('runs: %s', { timeout: 180_000 }, (command) => {
    const result = spawnSync('sh', ['-c', standIn(command)], {
      cwd: command.startsWith('npm ') ? PROJECT : root,
      encoding: 'utf8',
      env: {
        PATH: [join(root, 'bin'), process.env.PATH].join(delimiter),
        HOME: root,
        XDG_STATE_HOME: join(root, 'var/state'),
      },
    });

    const allowed = /^firebreak (?:verify|evaluate)\b/.test(command) ? [0, 1, 3] : [0];
    expect(allowed, `${result.stdout}\n${result.stderr}`).toContain(result.status);
  });
});

function runnable(): readonly string[] {
  return [...new Set(commands)].filter((command) => NOT_RUN[command] === undefined);
}

function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language ?? '',
    text: text ?? '',
  }));
}

/** The commands of a block, one each: lines of a shell, the command of a cron line, `ExecStart` of a unit. */
function commandsOf({ language, text }: Block): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (language === 'sh') return lines.flatMap((line) => line.split(' && '));
  if (language === 'crontab') return lines.flatMap((line) => /^(?:\S+ ){5}(.+)$/.exec(line)?.slice(1) ?? []);
  if (language === 'ini') return lines.flatMap((line) => /^ExecStart=\S*\/(firebreak .+)$/.exec(line)?.slice(1) ?? []);
  return [];
}

function standIn(text: string): string {
  return STAND_INS.reduce((result, [example, path]) => result.replaceAll(example, join(root, path)), text);
}
