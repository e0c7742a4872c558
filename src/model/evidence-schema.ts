import { z } from 'zod';
import type { CLAIM_NAMES, Claims } from './claim.ts';
import {
  ASSURANCES,
  type Comparison,
  type ConflictSample,
  type CurrencyProof,
  type EntrySample,
  type LackCell,
  type LackEvidence,
  type LackSample,
  type SideSample,
  type Tally,
} from './comparison.ts';
import { DOMAIN_NAMES, type DomainSet, type DomainValue } from './domain.ts';
import { ERROR_KINDS, type Problem } from './errors.ts';
import type {
  ComparisonEvidence,
  CopyEvidence,
  CopyFacts,
  DatasetEvidence,
  Destroyer,
  Evidence,
  FilesystemFact,
  LayoutMismatch,
  Protection,
  SourceLocation,
} from './evidence.ts';
import type { PathText } from './path.ts';

/**
 * Builds the schema of an object type: every member of `T` must be given and none besides, so that a type and its
 * schema cannot drift apart. Unknown members are refused.
 */
export function schemaOf<T extends object>() {
  return <S extends { readonly [K in keyof T]-?: z.ZodType } & { readonly [K in Exclude<keyof S, keyof T>]: never }>(
    shape: S,
  ) => z.strictObject(shape);
}

export const count = z.int().min(0);
/** Epoch milliseconds or a duration; local disks give fractions of milliseconds. */
export const milliseconds = z.number();
const text = z.string();

export const tally = schemaOf<Tally>()({ entries: count, bytes: z.number().min(0) });

export const pathText = schemaOf<PathText>()({
  text,
  bytes: z
    .string()
    .regex(/^(?:[0-9a-f]{2})*$/)
    .exactOptional()
    .describe('The bytes of a name that is not UTF-8, in hexadecimal'),
});

const sideSample = schemaOf<SideSample>()({ sizeBytes: z.number().min(0), modifiedAtMs: milliseconds.exactOptional() });

const entrySampleShape = {
  path: pathText,
  primary: sideSample.exactOptional(),
  backup: sideSample.exactOptional(),
};

export const entrySample = schemaOf<EntrySample>()(entrySampleShape);

export const lackSample = schemaOf<LackSample>()({
  ...entrySampleShape,
  lastPossibleChangeMs: milliseconds.exactOptional(),
  lackSinceMs: milliseconds,
  heldMs: milliseconds.exactOptional(),
  heldAs: pathText.exactOptional(),
});

export const blame = z.enum(['backup', 'primary', 'unknown']);
export const byBlame = z.strictObject({ backup: tally, primary: tally, unknown: tally });

export const conflictSample = schemaOf<ConflictSample>()({ ...entrySampleShape, blame, because: text });

const lackCell = schemaOf<LackCell>()({
  age: z.int(),
  heldAge: z.int(),
  entries: count,
  bytes: z.number().min(0),
  boundMinMs: milliseconds,
  boundMaxMs: milliseconds,
  heldMinMs: milliseconds.nullable(),
  heldMaxMs: milliseconds.nullable(),
});

const lackEvidence = schemaOf<LackEvidence>()({
  ...tally.shape,
  cells: z.array(lackCell),
  earliestPossibleChangeMs: milliseconds.nullable(),
  oldest: z.array(lackSample),
  newest: z.array(lackSample),
});

export const sampledTally = z.strictObject({ ...tally.shape, samples: z.array(entrySample) });

const currencyProof = schemaOf<CurrencyProof>()({
  kind: z.enum(['recovery-point', 'heartbeat', 'stored-at', 'same-entry', 'earlier-run']),
  atMs: milliseconds,
  path: pathText.exactOptional(),
});

export const assurance = z.enum(ASSURANCES);

const comparison = schemaOf<Comparison>()({
  same: sampledTally,
  unverified: sampledTally,
  absent: lackEvidence,
  older: lackEvidence,
  differs: lackEvidence,
  moved: lackEvidence,
  conflict: z.strictObject({ ...tally.shape, byBlame, samples: z.array(conflictSample) }),
  extra: sampledTally,
  notRepresentable: sampledTally,
  sameBy: z.strictObject({
    listed: tally.exactOptional(),
    stated: tally.exactOptional(),
    computed: tally.exactOptional(),
    read: tally.exactOptional(),
    restored: tally.exactOptional(),
  }),
  notCompared: tally,
  inFlight: sampledTally,
  linked: sampledTally,
  nameForm: sampledTally,
  precisionMs: z.number().min(0),
  zoneShiftHours: z.int(),
  currency: z.array(currencyProof),
  previousRunAtMs: milliseconds.nullable(),
});

export const problem = schemaOf<Problem>()({
  dataset: text.exactOptional(),
  copy: text.exactOptional(),
  kind: z.enum(ERROR_KINDS),
  operation: text,
  message: text,
  remedy: text.exactOptional(),
  count,
  samples: z.array(pathText),
});

export const sourceLocation = schemaOf<SourceLocation>()({ file: text, line: z.int().min(1), column: z.int().min(1) });

const unknownFact = z.strictObject({
  known: z.literal(false),
  reason: z.enum(['denied', 'unsupported', 'unreachable', 'not-collected', 'failed']),
  detail: text,
  needs: text.exactOptional(),
});

function fact<S extends z.ZodType>(value: S) {
  const knownFact = z.strictObject({
    known: z.literal(true),
    value,
    basis: z.enum(['observed', 'inferred', 'declared']),
    source: text,
    strength: z.enum(['strong', 'weak']),
  });
  return z.discriminatedUnion('known', [knownFact, unknownFact]);
}

const domainValue = schemaOf<DomainValue>()({ id: text, label: text.exactOptional() });
const domainSet = schemaOf<DomainSet>()({
  values: z.array(domainValue),
  completeness: z.enum(['complete', 'partial']),
});
export const domainName = z.enum(DOMAIN_NAMES);

const filesystem = schemaOf<FilesystemFact>()({ type: text, mountPoint: text, source: text, readOnly: z.boolean() });
const destroyer = schemaOf<Destroyer>()({ id: text, label: text, right: text });
const protection = schemaOf<Protection>()({
  kind: z.enum(['append-only', 'immutable-flag', 'read-only-mount']),
  liftableBy: text,
});

export const copyFacts = schemaOf<CopyFacts>()({
  domains: z.record(domainName, fact(domainSet)),
  filesystem: fact(filesystem),
  destroyers: fact(z.array(destroyer)),
  owner: fact(destroyer),
  protections: fact(z.array(protection)),
});

export const claims = schemaOf<Claims>()({
  host: text.exactOptional(),
  site: text.exactOptional(),
  medium: text.exactOptional(),
  operator: text.exactOptional(),
  account: text.exactOptional(),
}) satisfies z.ZodType<{ readonly [C in (typeof CLAIM_NAMES)[number]]?: string }>;

export const copyStatus = z.enum(['listed', 'failed', 'layout-mismatch']);
export const placement = z.enum(['apart', 'same-directory', 'inside-primary', 'around-primary', 'unknown']);

const layoutMismatch = schemaOf<LayoutMismatch>()({ configured: text, recognised: text, because: text });

const copyEvidence = schemaOf<CopyEvidence>()({
  id: text,
  role: z.enum(['primary', 'backup']),
  url: text,
  adapter: text,
  layout: text,
  accidental: z.boolean(),
  declaredAt: sourceLocation.exactOptional(),
  status: copyStatus,
  error: problem.exactOptional(),
  layoutMismatch: layoutMismatch.exactOptional(),
  listing: tally.nullable(),
  newestModifiedAtMs: milliseconds.nullable(),
  placement,
  claims,
  facts: copyFacts,
});

const comparisonEvidence = schemaOf<ComparisonEvidence>()({
  backup: text,
  comparison: comparison.nullable(),
  missingBecause: text.exactOptional(),
});

const datasetEvidence = schemaOf<DatasetEvidence>()({
  id: text,
  copies: z.array(copyEvidence).min(1),
  comparisons: z.array(comparisonEvidence),
  exclude: z.array(text),
  heartbeat: z.strictObject({ path: pathText }).exactOptional(),
});

/** What `collect` writes and `evaluate` reads. */
export const evidenceSchema = schemaOf<Evidence>()({
  schemaVersion: z.literal('0.1'),
  tool: z.strictObject({ name: z.literal('firebreak'), version: text }),
  collectedAtMs: milliseconds,
  finishedAtMs: milliseconds,
  complete: z.boolean(),
  datasets: z.array(datasetEvidence),
  problems: z.array(problem),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
}) satisfies z.ZodType<Evidence>;
