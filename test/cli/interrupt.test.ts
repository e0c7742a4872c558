import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

const GIGABYTE = 1024 ** 3;

let scratch: Scratch;
let cwd: string;

beforeEach(() => {
  scratch = makeScratch();
  cwd = scratch.path;
  // Holes take no room on the disk and minutes to read.
  for (const side of ['www', 'copy']) {
    mkdirSync(join(cwd, side));
    for (let index = 0; index < 40; index++) {
      const path = join(cwd, side, `file-${index}`);
      writeFileSync(path, '');
      truncateSync(path, 20 * GIGABYTE);
    }
  }
});

afterEach(() => scratch.remove());

function interrupted(signals: readonly { readonly afterMs: number; readonly signal: NodeJS.Signals }[]) {
  return runCli(['verify', '--primary', 'www', '--backup', 'copy', '--entries', 'entries.jsonl'], {
    cwd,
    env: { TMPDIR: join(cwd, 'tmp') },
    onStart: (child) => {
      for (const { afterMs, signal } of signals) setTimeout(() => child.kill(signal), afterMs);
    },
  });
}

describe('an interrupted run', () => {
  beforeEach(() => mkdirSync(join(cwd, 'tmp')));

  it('ends with 130 after ^C, prints no report, remembers nothing and leaves nothing behind', async () => {
    const result = await interrupted([{ afterMs: 1_000, signal: 'SIGINT' }]);

    expect(result.code).toBe(130);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('once more to stop at once');
    expect(readdirSync(join(cwd, 'tmp'))).toEqual([]);
    expect(existsSync(join(cwd, '.state/firebreak/lock'))).toBe(false);
  });

  it('ends with 143 after SIGTERM', async () => {
    const result = await interrupted([{ afterMs: 1_000, signal: 'SIGTERM' }]);

    expect(result.code).toBe(143);
  });

  it('does not outlive a second ^C', async () => {
    const result = await interrupted([
      { afterMs: 1_000, signal: 'SIGINT' },
      { afterMs: 1_001, signal: 'SIGINT' },
    ]);

    expect([130, 'SIGINT']).toContain(result.code);
  });

  it('makes way for the next run, and keeps a second run out meanwhile', async () => {
    const running = interrupted([{ afterMs: 2_500, signal: 'SIGINT' }]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    const second = await runCli(['verify', '--primary', 'www', '--backup', 'tmp'], { cwd });
    await running;
    const third = await runCli(['verify', '--primary', 'tmp', '--backup', 'tmp'], { cwd });

    expect(second.code).toBe(5);
    expect(second.stderr).toMatch(/firebreak: /);
    expect(third.code).toBe(1);
  });
});
