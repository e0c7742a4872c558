import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { emptyPartial, mergePartial, type Partial } from '../compare/partial.ts';
import type { Run } from '../lib/sort-external.ts';
import { FirebreakError } from '../model/errors.ts';
import type { RangeOptions, RangeTask } from './range.ts';
import type { Settled, SettleOptions } from './settle.ts';
import { COUNTERS, createSharedState, requestStop, setIdleThreads } from './shared-state.ts';
import type { FromWorker, ThrownInWorker, ToWorker } from './worker.ts';

/** How far a comparison is. */
export interface PoolProgress {
  readonly entries: number;
  readonly bytesRead: number;
  /** 0 to 1: a guess from the directories that are done. */
  readonly share: number;
}

/** Disks answer few questions at once, and each thread holds buffers of its own. */
const MOST_THREADS = 8;
const THREAD_HEAP_MB = 96;
const THREAD_YOUNG_MB = 8;

/** What is built; sources run it too, since threads load JavaScript only. */
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/collect/worker.js' : './worker.js',
  import.meta.url,
);

export interface ComparePoolOptions {
  readonly range: RangeOptions;
  readonly settle: Omit<SettleOptions, 'range'>;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PoolProgress) => void;
}

/** Threads that wait for comparisons, one at a time. */
export interface ThreadPool {
  /**
   * Compares copies that this process can open itself; the threads share out directories among each other.
   *
   * @throws {FirebreakError} `aborted` once the signal fires and every thread has let go; whatever a thread threw otherwise
   */
  compare(options: ComparePoolOptions): Promise<Settled>;
  close(): Promise<void>;
}

const PROGRESS_MS = 200;

/** Starts the threads at once, so that they are ready when the copies are opened. One for each core unless told otherwise. */
export function openThreadPool(threads = Math.min(MOST_THREADS, Math.max(1, availableParallelism()))): ThreadPool {
  let failure: unknown;
  const onFailure = (error: unknown) => {
    failure ??= error;
  };
  let workers = startWorkers(threads, onFailure);

  async function stopWorkers(): Promise<void> {
    const stopped = workers;
    workers = [];
    await Promise.all(stopped.map((worker) => worker.terminate()));
  }

  async function compare(options: ComparePoolOptions): Promise<Settled> {
    if (failure !== undefined) await stopWorkers();
    if (workers.length === 0) workers = startWorkers(threads, onFailure);
    failure = undefined;
    const state = createSharedState(threads);
    const stop = () => requestStop(state);
    options.signal.addEventListener('abort', stop, { once: true });
    if (options.signal.aborted) stop();
    const timer = setInterval(() => options.onProgress?.(progressOf(state.counters)), PROGRESS_MS);
    timer.unref();
    let isDone = false;
    try {
      for (const [thread, worker] of workers.entries()) {
        post(worker, { type: 'start', options: options.range, state, thread });
      }
      const { partial, runs } = await compareRanges(workers, options.range, state);
      throwIfAborted(options.signal);
      const settled = await settleIn(workers[0] as Worker, { ...options.settle, range: options.range }, runs, partial);
      throwIfAborted(options.signal);
      options.onProgress?.({ ...progressOf(state.counters), share: 1 });
      isDone = true;
      return settled;
    } finally {
      clearInterval(timer);
      options.signal.removeEventListener('abort', stop);
      for (const worker of workers) worker.removeAllListeners('message').removeAllListeners('exit');
      if (!isDone) {
        // Nobody knows what a thread is doing that was left in the middle.
        stop();
        await stopWorkers();
      }
    }
  }

  return { compare, close: stopWorkers };
}

function startWorkers(threads: number, onFailure: (error: unknown) => void): readonly Worker[] {
  return Array.from({ length: threads }, () => {
    const worker = new Worker(WORKER_URL, {
      // Spilled runs are handed from thread to thread by descriptor; a thread that closed them at its end would close
      // whatever bears the number by then.
      trackUnmanagedFds: false,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: THREAD_YOUNG_MB },
    });
    // A thread that fails while nobody compares is replaced for the next comparison; one that fails again there is told.
    worker.on('error', onFailure);
    return worker;
  });
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

/** Compares once: a pool is opened for it and closed again. */
export async function comparePool({
  threads,
  ...options
}: ComparePoolOptions & { readonly threads?: number }): Promise<Settled> {
  const pool = openThreadPool(threads);
  try {
    return await pool.compare(options);
  } finally {
    await pool.close();
  }
}

interface Compared {
  readonly partial: Partial;
  readonly runs: readonly Run[];
}

function compareRanges(
  workers: readonly Worker[],
  range: RangeOptions,
  state: ReturnType<typeof createSharedState>,
): Promise<Compared> {
  return new Promise((resolve, reject) => {
    const queue: RangeTask[] = [
      { directory: '', letters: 'd'.repeat(range.roots.length), above: range.rootChangedAtMs, share: 1 },
    ];
    const idle = [...workers];
    const partial = emptyPartial(range.roots.length);
    const runs: Run[] = [];
    let finished = 0;

    function dispatch(): void {
      while (queue.length > 0 && idle.length > 0) {
        post(idle.pop() as Worker, { type: 'task', task: queue.shift() as RangeTask });
      }
      setIdleThreads(state, queue.length > 0 ? 0 : idle.length);
      if (idle.length === workers.length) for (const worker of workers) post(worker, { type: 'finish' });
    }

    for (const worker of workers) {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'failed') reject(rethrown(message.error));
        else if (message.type === 'donated') {
          queue.push(message.task);
          dispatch();
        } else if (message.type === 'idle') {
          idle.push(worker);
          dispatch();
        } else if (message.type === 'finished') {
          mergePartial(partial, message.partial);
          runs.push(...message.runs);
          finished++;
          if (finished === workers.length) resolve({ partial, runs });
        }
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('a thread ended early')));
    }
    dispatch();
  });
}

function settleIn(worker: Worker, options: SettleOptions, runs: readonly Run[], partial: Partial): Promise<Settled> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'settled') resolve(message.settled);
      else if (message.type === 'failed') reject(rethrown(message.error));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread ended early')));
    post(worker, { type: 'settle', options, runs, partial });
  });
}

function progressOf(counters: Float64Array): PoolProgress {
  let entries = 0;
  let bytesRead = 0;
  let share = 0;
  for (let at = 0; at < counters.length; at += COUNTERS) {
    entries += counters[at] as number;
    bytesRead += counters[at + 1] as number;
    share += counters[at + 2] as number;
  }
  return { entries, bytesRead, share: Math.min(1, share) };
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new FirebreakError({
    kind: 'aborted',
    operation: 'compare',
    message: 'The run was interrupted.',
    cause: signal.reason,
  });
}

function rethrown(error: ThrownInWorker): Error {
  const cause = new Error(error.message);
  cause.stack = error.stack;
  if (error.firebreak === undefined) return cause;
  const { kind, operation, copy, remedy } = error.firebreak;
  return new FirebreakError({
    kind,
    operation,
    message: error.message,
    cause,
    ...(copy === undefined ? {} : { copy }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
