import { parentPort } from 'node:worker_threads';
import type { Partial } from '../compare/partial.ts';
import { packRecord } from '../compare/record.ts';
import { createSorter, type Run, type Sorter } from '../lib/sort-external.ts';
import { FirebreakError } from '../model/errors.ts';
import { packReady } from './entry-line.ts';
import { createRangeWorker, type RangeOptions, type RangeTask, type RangeWorker } from './range.ts';
import { type Settled, type SettleOptions, settle } from './settle.ts';
import type { SharedState } from './shared-state.ts';

export type ToWorker =
  | { readonly type: 'start'; readonly options: RangeOptions; readonly state: SharedState; readonly thread: number }
  | { readonly type: 'task'; readonly task: RangeTask }
  | { readonly type: 'finish' }
  | {
      readonly type: 'settle';
      readonly options: SettleOptions;
      readonly runs: readonly Run[];
      readonly partial: Partial;
    };

/** An error as it crosses threads. */
export interface ThrownInWorker {
  readonly message: string;
  readonly stack: string;
  readonly firebreak?: Pick<FirebreakError, 'kind' | 'operation' | 'copy' | 'remedy'>;
}

export type FromWorker =
  | { readonly type: 'idle' }
  | { readonly type: 'donated'; readonly task: RangeTask }
  | { readonly type: 'finished'; readonly partial: Partial; readonly runs: readonly Run[] }
  | { readonly type: 'settled'; readonly settled: Settled }
  | { readonly type: 'failed'; readonly error: ThrownInWorker };

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker thread only');

/** What a thread works on from `start` to `settled`. */
interface Work {
  readonly state: SharedState;
  readonly sorter: Sorter;
  readonly ranges: RangeWorker;
}

let work: Work | undefined;

port.on('message', (message: ToWorker) => {
  try {
    if (message.type === 'start') work = begin(message.options, message.state, message.thread);
    else if (work === undefined) throw new Error('a thread was given work before it was started');
    else obey(work, message);
  } catch (error) {
    send({ type: 'failed', error: thrown(error) });
  }
});

function begin(options: RangeOptions, state: SharedState, thread: number): Work {
  const sorter = createSorter({ directory: options.spillDirectory });
  const ranges = createRangeWorker(options, state, thread, {
    record: (record) => sorter.add(packRecord(record)),
    proven: (record) => sorter.add(packReady(record, options)),
    donate: (task) => send({ type: 'donated', task }),
  });
  return { state, sorter, ranges };
}

function obey({ state, sorter, ranges }: Work, message: Exclude<ToWorker, { readonly type: 'start' }>): void {
  if (message.type === 'task') {
    ranges.run(message.task);
    send({ type: 'idle' });
  } else if (message.type === 'finish') send({ type: 'finished', partial: ranges.partial, runs: sorter.detach() });
  else send({ type: 'settled', settled: settle(message.options, message.runs, message.partial, state) });
}

function send(message: FromWorker): void {
  port?.postMessage(message);
}

function thrown(error: unknown): ThrownInWorker {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const base = { message, stack: stack ?? message };
  if (!(error instanceof FirebreakError)) return base;
  const { kind, operation, copy, remedy } = error;
  return { ...base, firebreak: { kind, operation, copy, remedy } };
}
