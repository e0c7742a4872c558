import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SAMPLING_MS = 10;

/**
 * Runs a command to its end and returns its wall-clock time in seconds, the peak of its resident memory in bytes, its exit
 * code and what it wrote. The peak is the kernel's own high-water mark, read while it runs; a growth in the last
 * hundredth of a second may escape.
 */
export function timed(command, args, { signal, expected = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text;
      });
    }
    let peakBytes = 0;
    const sampler = setInterval(() => {
      peakBytes = Math.max(peakBytes, highWaterBytes(child.pid));
    }, SAMPLING_MS);
    child.once('error', (error) => {
      clearInterval(sampler);
      reject(error);
    });
    child.once('close', (exitCode) => {
      clearInterval(sampler);
      const seconds = (performance.now() - startedAt) / 1_000;
      if (expected.includes(exitCode)) resolve({ seconds, peakBytes, exitCode, ...output });
      else
        reject(
          new Error(
            `${command} ${args.join(' ')} ended with ${exitCode}:\n${(output.stderr || output.stdout).slice(0, 2_000)}`,
          ),
        );
    });
  });
}

/** Runs every contestant once to warm caches, then `rounds` times in turn, and returns their results by name. */
export async function alternating(contestants, rounds) {
  const names = Object.keys(contestants);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await contestants[name]();
  for (let round = 0; round < rounds; round++) {
    // Every other round runs backwards, so that nobody always comes second.
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) results[name].push(await contestants[name]());
  }
  return results;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function highWaterBytes(pid) {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0; // it has just ended, or this system has no /proc
  }
}
