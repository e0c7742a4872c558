import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { makeScratch, type Scratch, writeTree } from '../support/trees.ts';

let scratch: Scratch;
let cwd: string;

beforeEach(() => {
  scratch = makeScratch();
  cwd = scratch.path;
});

afterEach(() => scratch.remove());

describe('wrong usage', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no configuration', ['verify'], /There is no configuration, and no --primary\./],
    ['a primary without backup', ['verify', '--primary', 'a'], /--primary needs a --backup/],
    ['a backup without primary', ['verify', '--backup', 'a'], /no configuration|without --primary/],
    ['a command that does not exist', ['verfy'], /Did you mean verify\?/],
    ['an option that does not exist', ['verify', '--bakup', 'a'], /unknown option '--bakup'/],
    ['a format that does not exist', ['verify', '--format', 'xml'], /no report format `xml`.*\n.*terminal, json/],
    ['a report without file', ['verify', '--report', 'json'], /names no file/],
    ['an RPO without unit', ['verify', '--primary', 'a', '--backup', 'b', '--rpo', '26'], /--rpo 26 is no duration/],
    ['an assurance that does not exist', ['verify', '--primary', 'a', '--backup', 'b', '--assurance', 'x'], /no level/],
    ['a severity that does not exist', ['verify', '--fail-on', 'bad'], /Allowed choices are/],
    ['a digest without entries', ['verify', '--primary', '.', '--backup', '/', '--digest', 'sha256'], /--entries/],
    ['a scheme of a later version', ['verify', '--primary', '.', '--backup', 's3://b/p'], /not supported by this/],
    ['a scheme that does not exist', ['verify', '--primary', '.', '--backup', 'sfpt://h/p'], /Did you mean `sftp:`\?/],
    ['a check that does not exist', ['explain', 'stale-copi'], /Did you mean `stale-copy`\?/],
    ['evidence that does not exist', ['evaluate', '--evidence', 'none.json'], /none\.json cannot be read/],
    ['evidence that is none', ['evaluate', '--evidence', 'a.txt'], /This is no evidence/],
    ['a configuration that does not exist', ['verify', '--config', 'none.yaml'], /none\.yaml/],
    [
      'a report into a folder that is not there',
      ['verify', '--primary', '.', '--backup', '/', '--report', 'json=no/such/r.json'],
      /no\/such\/r\.json cannot be written/,
    ],
    [
      'entries into a folder',
      ['verify', '--primary', '.', '--backup', '/', '--entries', '/'],
      /EISDIR|cannot be written/,
    ],
    [
      'evidence into a folder that is not there',
      ['collect', '--primary', '.', '--backup', '/', '-o', 'no/such'],
      /no\/such cannot be written/,
    ],
    ['threads that are no number', ['verify', '--threads', 'many'], /--threads/],
  ])('ends with 2 and says what would be right: %s', async (_name, args, message) => {
    writeFileSync(join(cwd, 'a.txt'), 'text');

    const result = await runCli(args, { cwd });

    expect(result.stderr).toMatch(message);
    expect(result.stdout).toBe('');
    expect(result.code).toBe(2);
  });

  it('names file, line and column of every mistake in a configuration at once', async () => {
    writeFileSync(
      join(cwd, 'firebreak.yaml'),
      'version: 1\ndatasets:\n  - id: a\n    primary: { url: /srv }\n    backup:\n      - url: /mnt\n    expect: { rpo: soon }\n',
    );

    const result = await runCli(['config', 'validate'], { cwd });

    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/firebreak\.yaml:5:5/);
    expect(result.stderr).toMatch(/Did you mean `backups`\?/);
    expect(result.stderr).toMatch(/firebreak\.yaml:7:\d+/);
  });

  it('shows help with 2 where nothing is asked, and with 0 where help is asked', async () => {
    const nothing = await runCli([], { cwd });
    const asked = await runCli(['--help'], { cwd });

    expect(nothing.code).toBe(2);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout).toMatch(/Exit status:/);
  });

  it('prints its version', async () => {
    const result = await runCli(['--version'], { cwd });

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a configuration', () => {
  beforeEach(() => {
    writeTree(join(cwd, 'www'), { a: '1' });
    writeTree(join(cwd, 'copy'), { a: '1' });
    writeFileSync(
      join(cwd, 'firebreak.yaml'),
      [
        'version: 1',
        'datasets:',
        '  - { id: website, primary: { url: www }, backups: [{ id: nas, url: copy }] }',
        '  - { id: mail, primary: { url: www }, backups: [{ id: nas, url: copy }, { id: gone, url: gone }] }',
        '',
      ].join('\n'),
    );
  });

  it('is found in the working folder and judged, dataset by dataset', async () => {
    const result = await runCli(['verify', '--format', 'json'], { cwd });

    const report = JSON.parse(result.stdout);
    expect(report.datasets.map((dataset: { id: string }) => dataset.id)).toEqual(['website', 'mail']);
    expect(report.findings[0].location).toMatchObject({ file: join(cwd, 'firebreak.yaml'), line: expect.any(Number) });
  });

  it('is judged in part where datasets are named', async () => {
    const result = await runCli(['verify', 'website', '--format', 'json'], { cwd });

    const report = JSON.parse(result.stdout);
    expect(report.datasets.map((dataset: { id: string }) => dataset.id)).toEqual(['website']);
    expect(report.complete).toBe(true);
  });

  it('refuses a dataset that it does not have, and suggests one', async () => {
    const result = await runCli(['verify', 'websit'], { cwd });

    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Did you mean `website`?');
  });

  it('is valid, and says how much is in it', async () => {
    const result = await runCli(['config', 'validate'], { cwd });

    expect(result.code).toBe(0);
    expect(result.stdout).toContain('is valid: 2 datasets, 3 backups, 0 waivers.');
  });
});

describe('documentation', () => {
  it('explains every unit that it lists', async () => {
    const list = await runCli(['list'], { cwd });
    const ids = [...list.stdout.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map((match) => match[1] ?? '');

    const pages = await Promise.all(ids.map((id) => runCli(['explain', id], { cwd })));

    expect(ids.length).toBeGreaterThan(18);
    expect(pages.filter((page) => page.code !== 0 || page.stdout.length < 60)).toEqual([]);
  });

  it.each([['report'], ['evidence']])('publishes the schema of %s', async (of) => {
    const result = await runCli(['schema', of], { cwd });

    const schema = JSON.parse(result.stdout);
    expect(schema.title).toBe(`firebreak ${of}`);
    expect(schema.required).toContain('schemaVersion');
  });
});
