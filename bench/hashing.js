/**
 * Measures one side of hashing alone, and prints bytes a second: `node bench/hashing.js read|hash|loop|firebreak DIR`.
 *
 * `read` only reads the files, `hash` only hashes as many bytes out of memory: the slower of the two is the limit of any
 * loop that does both; `loop` does both, one after the other, with nothing around it. All use one thread for each core, as firebreak does, and blocks of one size.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** As large as the blocks that firebreak reads. */
const BLOCK_BYTES = 256 * 1024;
const READ_PAIR = new URL('../dist/digests/read-pair.js', import.meta.url);

const MODES = {
  async read(path, buffer) {
    const descriptor = openSync(path, 'r');
    let read = readSync(descriptor, buffer);
    while (read > 0) read = readSync(descriptor, buffer);
    closeSync(descriptor);
  },
  async hash(path, buffer) {
    const hash = createHash('sha256');
    for (let left = statSync(path).size; left > 0; left -= buffer.length) hash.update(buffer.subarray(0, left));
    hash.digest();
  },
  async loop(path, buffer) {
    const descriptor = openSync(path, 'r');
    const hash = createHash('sha256');
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      hash.update(buffer.subarray(0, read));
    }
    hash.digest();
    closeSync(descriptor);
  },
  async firebreak(path) {
    const { createReadBuffers, readSideBySide } = await import(READ_PAIR.href);
    const descriptor = openSync(path, 'r');
    readSideBySide(descriptor, [], statSync(path).size, true, createReadBuffers(), () => false);
    closeSync(descriptor);
  },
};

if (isMainThread) await main();
else work();

async function main() {
  const [mode, directory] = process.argv.slice(2);
  const paths = readdirSync(directory).map((name) => join(directory, name));
  const threads = availableParallelism();
  const workers = Array.from({ length: threads }, (_, index) => {
    const mine = paths.filter((_path, place) => place % threads === index);
    return new Worker(new URL(import.meta.url), { workerData: { mode, paths: mine } });
  });
  await Promise.all(workers.map((worker) => message(worker)));
  const startedAt = performance.now();
  const done = workers.map((worker) => message(worker));
  for (const worker of workers) worker.postMessage('start');
  await Promise.all(done);
  const seconds = (performance.now() - startedAt) / 1_000;
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(bytes / seconds);
  for (const worker of workers) await worker.terminate();
}

function work() {
  const buffer = Buffer.alloc(BLOCK_BYTES, 1);
  parentPort.once('message', async () => {
    for (const path of workerData.paths) await MODES[workerData.mode](path, buffer);
    parentPort.postMessage('done');
  });
  parentPort.postMessage('ready');
}

function message(worker) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
