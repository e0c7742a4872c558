import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/docs/report-schema.ts';
import { evidenceSchema } from '../../src/model/evidence-schema.ts';
import { runCli } from '../support/cli.ts';
import { makeScratch, type Scratch, writeTree } from '../support/trees.ts';

const COPIES = ['--primary', 'www', '--backup', 'copy', '--backup', 'gone'];

let scratch: Scratch;
let cwd: string;

beforeEach(() => {
  scratch = makeScratch();
  cwd = scratch.path;
  writeTree(join(cwd, 'www'), { 'a.txt': 'a', 'new.txt': 'new', 'dir/b': 'b' });
  writeTree(join(cwd, 'copy'), { 'a.txt': 'a', 'dir/b': 'c', old: 'x' });
});

afterEach(() => scratch.remove());

describe('collect and evaluate', () => {
  it('write evidence and a report that fit their published schemas', async () => {
    const collected = await runCli(['collect', ...COPIES, '--output', 'evidence.json'], { cwd });
    const judged = await runCli(['evaluate', '--evidence', 'evidence.json', '--format', 'json'], { cwd });

    expect(collected).toMatchObject({ code: 0, stdout: '' });
    expect(
      evidenceSchema.safeParse(JSON.parse(readFileSync(join(cwd, 'evidence.json'), 'utf8'))).error,
    ).toBeUndefined();
    expect(reportSchema.safeParse(JSON.parse(judged.stdout)).error).toBeUndefined();
  });

  it('give byte for byte the same report from the same evidence', async () => {
    await runCli(['collect', ...COPIES, '--output', 'evidence.json'], { cwd });

    const first = await runCli(['evaluate', '--evidence', 'evidence.json', '--format', 'json'], { cwd });
    const second = await runCli(['evaluate', '--evidence', 'evidence.json', '--format', 'json'], { cwd });

    expect(second.stdout).toBe(first.stdout);
  });

  it('judge the same evidence differently under another RPO', async () => {
    await runCli(['collect', ...COPIES, '--output', 'evidence.json'], { cwd });

    const judged = async (rpo: string) =>
      JSON.parse(
        (await runCli(['evaluate', '--evidence', 'evidence.json', '--format', 'json', '--rpo', rpo], { cwd })).stdout,
      );

    expect((await judged('26h')).datasets[0].backups[0].expect.rpoMs).toBe(93_600_000);
    expect((await judged('8d')).datasets[0].backups[0].expect.rpoMs).toBe(691_200_000);
  });

  it('refuse evidence that was edited', async () => {
    await runCli(['collect', ...COPIES, '--output', 'evidence.json'], { cwd });
    const text = readFileSync(join(cwd, 'evidence.json'), 'utf8');
    writeFileSync(
      join(cwd, 'evidence.json'),
      text.replace('"status":"failed"', '"status":"listed"').replace('"status": "failed"', '"status": "listed"'),
    );

    const result = await runCli(['evaluate', '--evidence', 'evidence.json'], { cwd });

    expect(result.code).toBe(2);
    expect(result.stderr).toContain('was changed after it was collected');
  });

  it('write evidence to standard output where no file is named', async () => {
    const result = await runCli(['collect', ...COPIES], { cwd });

    expect(JSON.parse(result.stdout).schemaVersion).toBe('0.1');
  });
});
