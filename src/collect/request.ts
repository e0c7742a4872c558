import type { Claims } from '../model/claim.ts';
import type { Assurance } from '../model/comparison.ts';
import type { SourceLocation } from '../model/evidence.ts';

/** A copy that is to be looked at. */
export interface CopyRequest {
  readonly id: string;
  readonly url: string;
  readonly adapter: string;
  /** Parsed by the adapter's own schema. */
  readonly options: unknown;
  readonly layout: string;
  readonly claims: Claims;
  readonly accidental: boolean;
  readonly declaredAt?: SourceLocation;
}

export interface DatasetRequest {
  readonly id: string;
  readonly primary: CopyRequest;
  readonly backups: readonly CopyRequest[];
  readonly exclude: readonly string[];
  /** A path below the root, as Unicode text. */
  readonly heartbeat?: string;
  /** What the backups' content must be proved by; the cheapest proof that satisfies all is made. */
  readonly assurances: readonly Assurance[];
}

export interface CollectProgress {
  readonly dataset: string;
  readonly phase: 'opening' | 'comparing';
  readonly entries: number;
  readonly bytesRead: number;
  /** 0 to 1. */
  readonly share: number;
}

export interface CollectOptions {
  readonly version: string;
  /** The `now` of the evidence. */
  readonly nowMs: () => number;
  /** Undefined: nothing is remembered from run to run. */
  readonly stateDirectory: string | undefined;
  readonly entriesPath: string | undefined;
  /** SHA-256 of every compared file goes to the entries. */
  readonly digest: boolean;
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}
