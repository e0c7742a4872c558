import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../model/evidence.ts';
import { digestEvidence } from '../model/evidence-digest.ts';
import { collectDataset } from './collect-dataset.ts';
import { openThreadPool } from './pool.ts';
import type { CollectOptions, DatasetRequest } from './request.ts';

/**
 * Looks at every copy of every dataset, one dataset after the other, and gives back what was seen. A copy that cannot
 * be opened, or breaks off, becomes a problem of its own; the others go on. What is remembered for later runs is put in
 * its place only once a dataset was compared to its end.
 *
 * @throws {FirebreakError} `aborted` once the signal fires; nothing is remembered then
 */
export async function collect(requests: readonly DatasetRequest[], options: CollectOptions): Promise<Evidence> {
  const collectedAtMs = options.nowMs();
  const spillDirectory = await mkdtemp(join(tmpdir(), 'firebreak-'));
  // Threads take about as long to start as copies to open.
  const pool = openThreadPool(options.threads);
  try {
    const results = [];
    for (const request of requests) {
      const result = await collectDataset(request, { ...options, collectedAtMs, spillDirectory, pool });
      for (const { path, newPath } of result.newStates) await rename(newPath, path);
      results.push(result);
    }
    const evidence: Omit<Evidence, 'digest'> = {
      schemaVersion: '0.1',
      tool: { name: 'firebreak', version: options.version },
      collectedAtMs,
      finishedAtMs: options.nowMs(),
      complete: true,
      datasets: results.map((result) => result.evidence),
      problems: results.flatMap((result) => result.problems),
    };
    return { ...evidence, digest: digestEvidence(evidence) };
  } finally {
    await pool.close();
    await rm(spillDirectory, { recursive: true, force: true });
  }
}
