/** What the threads of a run share without messages: the wish to stop, how many threads are idle, and counters for progress. */
export interface SharedState {
  readonly flags: Int32Array;
  /** For each thread: entries seen, bytes read, and the share of the whole that is done (0 to 1). */
  readonly counters: Float64Array;
}

const ABORT = 0;
const IDLE = 1;
const FLAGS = 2;
export const COUNTERS = 3;

export function createSharedState(threads: number): SharedState {
  return {
    flags: new Int32Array(new SharedArrayBuffer(FLAGS * 4)),
    counters: new Float64Array(new SharedArrayBuffer(threads * COUNTERS * 8)),
  };
}

export function requestStop(state: SharedState): void {
  Atomics.store(state.flags, ABORT, 1);
}

export function isStopRequested(state: SharedState): boolean {
  return Atomics.load(state.flags, ABORT) === 1;
}

export function setIdleThreads(state: SharedState, count: number): void {
  Atomics.store(state.flags, IDLE, count);
}

export function idleThreads(state: SharedState): number {
  return Atomics.load(state.flags, IDLE);
}
