import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  collect,
  configFromFlags,
  evaluate,
  FirebreakError,
  policyOf,
  readConfig,
  readEvidence,
  render,
  reporterIds,
  requestsOf,
  verify,
} from '../src/index.ts';
import { makeScratch, type Scratch, writeTree } from './support/trees.ts';

let scratch: Scratch;

beforeEach(() => {
  scratch = makeScratch();
  for (const side of ['www', 'copy']) writeTree(join(scratch.path, side), { a: 'x', 'b/c': 'y' });
});

afterEach(() => scratch.remove());

const OPTIONS = {
  version: '0.0.0',
  nowMs: () => Date.UTC(2026, 10, 24, 9),
  stateDirectory: undefined,
  entriesPath: undefined,
  digest: false,
  signal: new AbortController().signal,
};

describe('the public API', () => {
  it('verifies folders, and renders the report in every format', async () => {
    const config = configFromFlags({ primary: 'www', backups: ['copy'], exclude: [] }, scratch.path);
    const policy = policyOf(config, { judgedAtMs: OPTIONS.nowMs() });

    const report = await verify(requestsOf(config, policy), policy, OPTIONS);

    expect(report.datasets[0]?.backups[0]?.comparison?.same.entries).toBe(2);
    for (const id of reporterIds) expect(await render(report, id)).toMatch(/shared-host/);
  });

  it('takes the two halves apart: evidence goes through JSON and is judged to the same report', async () => {
    const config = readConfig(
      join(scratch.path, 'firebreak.yaml'),
      'version: 1\ndatasets: [{ id: d, primary: { url: www }, backups: [{ id: b, url: copy }] }]\n',
      {},
    );
    const policy = policyOf(config, { judgedAtMs: OPTIONS.nowMs() });
    const evidence = await collect(requestsOf(config, policy), OPTIONS);

    const again = readEvidence(JSON.stringify(evidence));

    expect(await render(evaluate(again, policy), 'json')).toBe(await render(evaluate(evidence, policy), 'json'));
  });

  it('throws its own error, and nothing is collected, once it is interrupted', async () => {
    const config = configFromFlags({ primary: 'www', backups: ['copy'], exclude: [] }, scratch.path);
    const policy = policyOf(config, { judgedAtMs: OPTIONS.nowMs() });
    const controller = new AbortController();
    controller.abort();

    const running = verify(requestsOf(config, policy), policy, { ...OPTIONS, signal: controller.signal });

    await expect(running).rejects.toBeInstanceOf(FirebreakError);
    await expect(running).rejects.toMatchObject({ kind: 'aborted' });
  });
});
