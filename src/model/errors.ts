import type { PathText } from './path.ts';

/** The closed list of what can go wrong; each adapter translates foreign errors into it in one function. */
export const ERROR_KINDS = [
  'config-invalid',
  'not-found',
  'not-a-directory',
  'not-mounted',
  'permission-denied',
  'auth-failed',
  'rate-limited',
  'unavailable',
  'timeout',
  'unsupported',
  'dependency-missing',
  'protocol',
  'io-error',
  'locked',
  'aborted',
  'internal',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

export interface ErrorDetails {
  readonly kind: ErrorKind;
  /** What was attempted, as a verb phrase: `open root`, `read directory`. */
  readonly operation: string;
  readonly message: string;
  readonly copy?: string;
  readonly path?: PathText;
  /** What to do next, starting with a verb. */
  readonly remedy?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The one error of the project. `message` is a statement for people; nothing decides on its text. */
export class FirebreakError extends Error {
  readonly kind: ErrorKind;
  readonly operation: string;
  readonly copy: string | undefined;
  readonly path: PathText | undefined;
  readonly remedy: string | undefined;
  readonly retryable: boolean;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'FirebreakError';
    this.kind = details.kind;
    this.operation = details.operation;
    this.copy = details.copy;
    this.path = details.path;
    this.remedy = details.remedy;
    this.retryable = details.retryable ?? false;
  }
}

/** Something that went wrong while collecting, grouped: one problem for each copy, kind and operation. */
export interface Problem {
  readonly dataset?: string;
  readonly copy?: string;
  readonly kind: ErrorKind;
  readonly operation: string;
  readonly message: string;
  readonly remedy?: string;
  /** How many times it happened. */
  readonly count: number;
  /** The first paths in byte order, at most {@link SAMPLE_LIMIT}. */
  readonly samples: readonly PathText[];
}

/** How many samples any list in evidence or a report holds at most. */
export const SAMPLE_LIMIT = 20;
