import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alternating, median, timed } from './measure.js';
import { rcloneCheck } from './rclone.js';

const FIREBREAK = fileURLToPath(new URL('../bin/firebreak.js', import.meta.url));
const HASHING = fileURLToPath(new URL('./hashing.js', import.meta.url));
/** Both trees of a bench lie on one volume, so a finding is the right answer; a crash or a usage error is not. */
const JUDGED = [0, 1, 3];

/**
 * Every row of the bench: which data it needs, what it aims at, and how it is measured. `measure` returns
 * `{ what, peer, ours, ratio, aim, met }` as text but for `met`.
 */
export const ROWS = {
  small: { data: 'small', measure: (bench) => comparing(bench, { what: bench.made.small, aim: 5 }) },
  'small-sha256': {
    data: 'small',
    measure: (bench) => comparing(bench, { what: bench.made.small, digest: true }),
  },
  large: { data: 'large', measure: (bench) => comparing(bench, { what: bench.made.large, aim: 8 }) },
  'large-sha256': {
    data: 'large',
    measure: (bench) => comparing(bench, { what: bench.made.large, aim: 3.5, digest: true }),
  },
  hash: { data: 'large', measure: hashing },
  flat: { data: 'flat', measure: flat },
  help: { measure: help },
};

async function comparing({ primary, backup, rclone, freshState, rounds, signal }, { what, aim, digest }) {
  const verify = () => {
    const state = freshState();
    const args = ['verify', '--primary', primary, '--backup', backup, '--state', state];
    return digest ? [...args, '--entries', `${state}.jsonl`, '--digest', 'sha256'] : args;
  };
  await holdsEverything(verify(), what, signal);
  const results = await alternating(
    {
      peer: () => timed(rclone, rcloneCheck(primary, backup), { signal }),
      ours: () => timed(process.execPath, [FIREBREAK, ...verify()], { signal, expected: JUDGED }),
    },
    rounds,
  );
  const [peer, ours] = [results.peer, results.ours].map((runs) => median(runs.map((run) => run.seconds)));
  const ratio = peer / ours;
  return {
    what: `${described(what)}${digest ? ', compared, one SHA-256 kept' : ', compared'}`,
    peer: `\`rclone check\` ${seconds(peer)}`,
    ours: seconds(ours),
    ratio: `${ratio.toFixed(1)} ×`,
    aim: aim === undefined ? '' : `≥ ${aim} ×`,
    met: aim === undefined ? undefined : ratio >= aim,
  };
}

/** A fast answer counts only if it is the right one. */
async function holdsEverything(verify, what, signal) {
  const { stdout } = await timed(process.execPath, [FIREBREAK, ...verify, '-f', 'json'], { signal, expected: JUDGED });
  const same = JSON.parse(stdout).datasets[0].backups[0].comparison?.same;
  if (same?.entries !== what.files || same.bytes !== what.bytes) {
    throw new Error(
      `verify proves ${same?.entries} files and ${same?.bytes} bytes the same, not ${what.files} and ${what.bytes}.`,
    );
  }
}

async function flat({ primary, backup, rclone, freshState, rounds, signal, made }) {
  const verify = () => ['verify', '--primary', primary, '--backup', backup, '--state', freshState()];
  await holdsEverything(verify(), made.flat, signal);
  const results = await alternating(
    {
      peer: () => timed(rclone, rcloneCheck(primary, backup), { signal }),
      ours: () => timed(process.execPath, [FIREBREAK, ...verify()], { signal, expected: JUDGED }),
    },
    Math.min(rounds, 2),
  );
  // Of memory the worst run counts, not the middle one.
  const [peer, ours] = [results.peer, results.ours].map((runs) => ({
    seconds: median(runs.map((run) => run.seconds)),
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
  }));
  return {
    what: `one directory of ${count(made.flat.files)} names a side, peak memory`,
    peer: `\`rclone check\` ${megabytes(peer.peakBytes)}, ${seconds(peer.seconds)}`,
    ours: `${megabytes(ours.peakBytes)}, ${seconds(ours.seconds)}`,
    ratio: `${(peer.peakBytes / ours.peakBytes).toFixed(1)} × less`,
    aim: '< 200 MB',
    met: ours.peakBytes < 200e6,
  };
}

async function hashing({ primary, made, rounds, signal }) {
  const run = (mode) => async () => {
    const { stdout } = await timed(process.execPath, [HASHING, mode, join(primary, 'dumps')], { signal });
    return { bytesPerSecond: Number(stdout) };
  };
  const contestants = { read: run('read'), hash: run('hash'), loop: run('loop'), ours: run('firebreak') };
  const results = await alternating(contestants, rounds);
  const [read, hash, loop, ours] = Object.keys(contestants)
    .map((name) => results[name])
    .map((runs) => median(runs.map((one) => one.bytesPerSecond)));
  const limit = Math.min(read, hash);
  const part = ours / limit;
  return {
    what: `${described(made.large)}, SHA-256 of one side alone`,
    peer: `the slower of reading (${rate(read)}) and hashing (${rate(hash)}); a bare loop of both ${rate(loop)}`,
    ours: rate(ours),
    ratio: part.toFixed(2),
    aim: '≥ 0.9',
    met: part >= 0.9,
  };
}

async function help({ rounds, signal }) {
  const results = await alternating(
    {
      node: () => timed(process.execPath, ['-e', '0'], { signal }),
      ours: () => timed(process.execPath, [FIREBREAK, '--help'], { signal }),
    },
    rounds * 4,
  );
  const [node, ours] = [results.node, results.ours].map((runs) => median(runs.map((run) => run.seconds)));
  return {
    what: '`firebreak --help`',
    peer: `\`node -e 0\` ${milliseconds(node)}`,
    ours: milliseconds(ours),
    ratio: '',
    aim: '< 100 ms',
    met: ours < 0.1,
  };
}

/** Whether the build is there, and with it everything that a row needs. */
export function missingBuild() {
  return !existsSync(fileURLToPath(new URL('../dist/index.js', import.meta.url)));
}

function described({ files, bytes }) {
  const mean = bytes / files;
  const size = mean >= 1024 ** 2 ? `${Math.round(mean / 1024 ** 2)} MiB` : `${(mean / 1_000).toFixed(1)} KB on average`;
  return `2 × ${count(files)} files of ${size}`;
}

const count = (number) => number.toLocaleString('en-US');
const seconds = (value) => `${value.toFixed(2)} s`;
const milliseconds = (value) => `${Math.round(value * 1_000)} ms`;
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const rate = (bytesPerSecond) => `${(bytesPerSecond / 1024 ** 3).toFixed(2)} GiB/s`;
