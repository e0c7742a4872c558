import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/index.ts';
import { type CliOptions, type CliResult, runCli } from '../support/cli.ts';
import { makeScratch, type Scratch, writeTree } from '../support/trees.ts';

const TREE = { 'index.html': '<p>', 'css/a.css': 'a{}', 'data/b.bin': 'bytes' };
const LONG_AGO = Date.now() - 400 * 86_400_000;

let scratch: Scratch;
let cwd: string;

beforeEach(() => {
  scratch = makeScratch();
  cwd = scratch.path;
  writeTree(join(cwd, 'www'), TREE);
  writeTree(join(cwd, 'copy'), TREE);
});

afterEach(() => scratch.remove());

/** Runs `verify` on two folders; what they share on this one machine is not what these tests are about. */
function verify(args: readonly string[] = [], options: Partial<CliOptions> = {}): Promise<CliResult> {
  return runCli(['verify', '--primary', 'www', '--backup', 'copy', ...args], { cwd, ...options });
}

async function reportOf(
  args: readonly string[] = [],
): Promise<{ readonly report: Report; readonly code: CliResult['code'] }> {
  const { stdout, stderr, code } = await verify(['--format', 'json', ...args]);
  expect(stderr).toBe('');
  return { report: JSON.parse(stdout) as Report, code };
}

function idsOf(report: Report, verdict: 'fail' | 'unknown', copy?: string): readonly string[] {
  const found = report.findings.filter((one) => one.verdict === verdict && (copy === undefined || one.copy === copy));
  return found.map((finding) => finding.checkId);
}

describe('firebreak verify', () => {
  it('finds two equal folders equal, and tells that they share disk and host', async () => {
    const { report, code } = await reportOf();

    expect(report.datasets[0]?.backups[0]?.comparison?.same).toMatchObject({ entries: 3 });
    expect(idsOf(report, 'fail')).toEqual(expect.arrayContaining(['shared-disk', 'shared-host', 'shared-volume']));
    expect(report.verdict).toBe('fail');
    expect(code).toBe(1);
  });

  it('ends with 0 and prints nothing under --quiet where nothing counts against it', async () => {
    const result = await verify(['--quiet', '--fail-on', 'none']);

    expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('prints its report on standard output alone, in 80 columns, without escape sequences', async () => {
    const { stdout, stderr } = await verify();

    expect(stderr).toBe('');
    expect(stdout).not.toContain('\x1b');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/^exit {2}1: a finding/m);
  });

  it('writes reports into files beside the one on standard output', async () => {
    const { stdout } = await verify(['--report', 'json=out.json', '--report', 'terminal=out.txt']);

    const report = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')) as Report;
    expect(report.datasets).toHaveLength(1);
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(stdout);
  });

  it('never calls an empty backup good, and says critical', async () => {
    rmSync(join(cwd, 'copy'), { recursive: true });
    mkdirSync(join(cwd, 'copy'));

    const { report, code } = await reportOf();

    expect(report.findings[0]).toMatchObject({ checkId: 'empty-copy', severity: 'critical', verdict: 'fail' });
    expect(code).toBe(1);
  });

  it('proves nothing by an empty primary', async () => {
    rmSync(join(cwd, 'www'), { recursive: true });
    mkdirSync(join(cwd, 'www'));

    const { report } = await reportOf();

    expect(idsOf(report, 'unknown')).toContain('empty-copy');
    expect(report.verdict).not.toBe('pass');
  });

  it('tells what it knows of one backup while another cannot be reached, and is not complete', async () => {
    const { report } = await reportOf(['--backup', 'gone']);

    const [good, gone] = report.datasets[0]?.backups ?? [];
    expect(good?.comparison?.same.entries).toBe(3);
    expect(gone).toMatchObject({ status: 'failed', comparison: null });
    expect(idsOf(report, 'unknown', 'backup-2')).toContain('unreachable-copy');
    expect(report.problems).toMatchObject([{ kind: 'not-found', copy: 'backup-2' }]);
    expect(report.complete).toBe(false);
  });

  it('ends with 3, not proven, where the only backup cannot be reached', async () => {
    const result = await runCli(['verify', '--primary', 'www', '--backup', 'gone'], { cwd });

    expect(result.code).toBe(3);
    expect(result.stdout).toContain('NOT PROVEN');
    expect(result.stdout.replace(/\s+/g, ' ')).toContain('does not exist');
  });

  it('ends with 3 where the primary cannot be reached, and still lists what is known of the backup', async () => {
    const result = await runCli(['verify', '--primary', 'gone', '--backup', 'copy', '--format', 'json'], { cwd });

    const report = JSON.parse(result.stdout) as Report;
    expect(result.code).toBe(3);
    expect(report.datasets[0]?.primary.status).toBe('failed');
    expect(report.datasets[0]?.backups[0]?.facts.filesystem.known).toBe(true);
    expect(idsOf(report, 'unknown', 'primary')).toContain('unreachable-copy');
  });

  it('ends with 3 where a root is a file', async () => {
    const result = await runCli(['verify', '--primary', 'www', '--backup', 'www/index.html'], { cwd });

    expect(result.code).toBe(3);
    expect(result.stdout.replace(/\s+/g, ' ')).toContain('is not a directory');
  });

  it('finds the primary named as its own backup, also through a symbolic link', async () => {
    symlinkSync('www', join(cwd, 'link'));

    const result = await runCli(['verify', '--primary', 'www', '--backup', 'link', '--format', 'json'], { cwd });

    const report = JSON.parse(result.stdout) as Report;
    expect(report.findings[0]).toMatchObject({ checkId: 'self-copy', severity: 'critical' });
    expect(result.code).toBe(1);
  });

  it('finds a backup inside the primary, compares it all the same, and does not list it as data', async () => {
    writeTree(join(cwd, 'www/backup'), TREE);

    const result = await runCli(['verify', '--primary', 'www', '--backup', 'www/backup', '--format', 'json'], { cwd });

    const report = JSON.parse(result.stdout) as Report;
    expect(idsOf(report, 'fail')).toContain('self-copy');
    expect(report.datasets[0]?.primary.listing?.entries).toBe(3);
    expect(report.datasets[0]?.backups[0]?.comparison?.same.entries).toBe(3);
  });

  it('does not compare a restic repository, and never calls its content missing', async () => {
    rmSync(join(cwd, 'copy'), { recursive: true });
    writeTree(join(cwd, 'copy'), { config: 'x', 'data/00/a': '1', 'index/b': '2', 'keys/c': '3', 'snapshots/d': '4' });

    const { report, code } = await reportOf();

    expect(idsOf(report, 'unknown')).toContain('layout-mismatch');
    expect(report.datasets[0]?.backups[0]?.comparison).toBeNull();
    expect(idsOf(report, 'fail')).not.toContain('incomplete-copy');
    expect(code).not.toBe(0);
  });

  it('says of a new file that is lacking that its age is undetermined, never that all is well', async () => {
    writeFileSync(join(cwd, 'www/new.txt'), 'new');

    const { report } = await reportOf();

    expect(report.datasets[0]?.backups[0]?.comparison?.undetermined.atMost.entries).toBe(1);
    expect(idsOf(report, 'unknown')).toContain('undetermined-age');
  });

  it('finds a copy that differs in one byte under an equal size and time', async () => {
    writeFileSync(join(cwd, 'copy/data/b.bin'), 'bytez');
    utimesSync(join(cwd, 'copy/data/b.bin'), LONG_AGO / 1000, LONG_AGO / 1000);
    utimesSync(join(cwd, 'www/data/b.bin'), LONG_AGO / 1000, LONG_AGO / 1000);

    const { report } = await reportOf();

    const finding = report.findings.find(({ checkId }) => checkId === 'conflicting-content');
    expect(finding?.remedy).toMatch(/^Overwrite neither side/);
  });

  it('keeps terminal escapes of hostile names out of its output', async () => {
    writeTree(join(cwd, 'copy'), { 'a\x1b[2J\nPASS': 'x' });

    const { stdout } = await verify();

    expect(stdout).toContain('a\\x1b[2J\\nPASS');
    expect(stdout).not.toContain('\x1b');
  });

  it('touches nothing in the copies and leaves nothing behind but its state', async () => {
    const listing = () => JSON.stringify([...walkNames(join(cwd, 'www')), ...walkNames(join(cwd, 'copy'))]);
    const before = listing();

    await verify();

    expect(listing()).toBe(before);
    expect(existsSync(join(cwd, '.state/firebreak'))).toBe(true);
  });

  it('remembers nothing with --no-state', async () => {
    await verify(['--no-state']);

    expect(existsSync(join(cwd, '.state'))).toBe(false);
  });

  it('counts a lack that an earlier run saw from then on', async () => {
    writeFileSync(join(cwd, 'www/new.txt'), 'new');
    await verify();
    await new Promise((resolve) => setTimeout(resolve, 2_100));

    const { report } = await reportOf(['--rpo', '1s']);

    expect(report.datasets[0]?.backups[0]?.comparison?.missing.atLeast.entries).toBe(1);
    expect(idsOf(report, 'fail')).toContain('incomplete-copy');
  });

  it('writes the class and the digest of every entry as JSON lines', async () => {
    await verify(['--entries', 'entries.jsonl', '--digest', 'sha256']);

    const lines = readFileSync(join(cwd, 'entries.jsonl'), 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { path: { text: string }; class: string });
    expect(entries.map((entry) => entry.class)).toEqual(['same', 'same', 'same']);
    expect(lines[0]).toMatch(/[0-9a-f]{64}/);
  });

  it('leaves out what --exclude names, at every copy', async () => {
    writeTree(join(cwd, 'copy'), { 'css/extra.css': 'x' });

    const { report } = await reportOf(['--exclude', 'css/**']);

    expect(report.datasets[0]?.backups[0]?.comparison?.same.entries).toBe(2);
    expect(report.datasets[0]?.backups[0]?.comparison?.extra.entries).toBe(0);
  });
});

function* walkNames(root: string): Generator<string> {
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    const { mtimeNs, ctimeNs, atimeNs, size } = statSync(join(root, name), { bigint: true });
    yield [name, mtimeNs, ctimeNs, atimeNs, size].join(' ');
  }
}
