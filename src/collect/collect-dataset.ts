import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { LocalRoot, Store, TopLevelName } from '../adapters/adapter.ts';
import { loadAdapter } from '../adapters/registry.ts';
import { type Partial, problemsOf } from '../compare/partial.ts';
import { planProof } from '../digests/plan.ts';
import { recogniseLayout } from '../layouts/recognise.ts';
import type { Comparison } from '../model/comparison.ts';
import { DOMAIN_NAMES } from '../model/domain.ts';
import { FirebreakError, type Problem, SAMPLE_LIMIT } from '../model/errors.ts';
import type {
  ComparisonEvidence,
  CopyEvidence,
  CopyFacts,
  DatasetEvidence,
  LayoutMismatch,
  Placement,
} from '../model/evidence.ts';
import { unknown } from '../model/fact.ts';
import { bytePathOf } from '../model/path.ts';
import { pairStatePath } from '../state/pair-state.ts';
import { placementOf, withNested } from './placement.ts';
import type { ThreadPool } from './pool.ts';
import type { CollectOptions, CopyRequest, DatasetRequest } from './request.ts';

export interface DatasetOptions extends CollectOptions {
  readonly collectedAtMs: number;
  readonly spillDirectory: string;
  readonly pool: ThreadPool;
}

export interface DatasetResult {
  readonly evidence: DatasetEvidence;
  readonly problems: readonly Problem[];
  /** What is to be remembered, written and waiting to be put in its place. */
  readonly newStates: readonly { readonly path: string; readonly newPath: string }[];
}

/** A copy on its way to evidence. */
interface OpenedCopy {
  readonly request: CopyRequest;
  readonly role: 'primary' | 'backup';
  readonly store?: Store;
  readonly facts: CopyFacts;
  readonly topLevel: readonly TopLevelName[];
  readonly error?: Problem;
}

/** Copies that are opened and asked for their facts at the same time. */
const MOST_OPENING = 8;
/** Only the names at the top tell a layout; a folder of more is a folder of data. */
const TOP_LEVEL_NAMES = 10_000;

export async function collectDataset(request: DatasetRequest, options: DatasetOptions): Promise<DatasetResult> {
  options.onProgress?.({ dataset: request.id, phase: 'opening', entries: 0, bytesRead: 0, share: 0 });
  const reported: FirebreakError[] = [];
  const requests = [request.primary, ...request.backups];
  const limit = pLimit(MOST_OPENING);
  const copies = await Promise.all(
    requests.map((copy, index) =>
      limit(() => openCopy(copy, index === 0 ? 'primary' : 'backup', request, options, reported)),
    ),
  );
  try {
    const primary = copies[0] as OpenedCopy;
    const backups = copies.slice(1).map((copy) => examineBackup(copy, primary));
    const comparable = backups.filter((backup) => backup.missingBecause === undefined);
    const compared =
      comparable.length === 0
        ? undefined
        : await tryCompare(
            primary,
            comparable.map(({ copy }) => copy),
            request,
            options,
            reported,
          );
    const lost =
      compared === undefined ? new Map<OpenedCopy, Problem>() : await lostCopies(compared.listed, request.id);
    throwIfAborted(options.signal);
    const comparisons = backups.map((backup): ComparisonEvidence => {
      const own = compared?.comparisons[comparable.indexOf(backup)];
      const why = backup.missingBecause ?? (lost.get(primary) ?? lost.get(backup.copy))?.message.replace(/\.$/, '');
      const base = { backup: backup.copy.request.id };
      if (why !== undefined) return { ...base, comparison: null, missingBecause: why };
      if (own === undefined) return { ...base, comparison: null, missingBecause: 'the comparison broke off' };
      return { ...base, comparison: own };
    });
    const listings = new Map(compared?.listed.map((copy, index) => [copy, compared.partial.copies[index]]));
    return {
      evidence: {
        id: request.id,
        copies: copies.map((copy) => {
          const examined = backups.find((backup) => backup.copy === copy);
          return copyEvidence(withLoss(copy, lost.get(copy)), examined, listings.get(copy));
        }),
        comparisons,
        exclude: request.exclude,
        ...(request.heartbeat === undefined ? {} : { heartbeat: { path: { text: request.heartbeat } } }),
      },
      problems: [
        ...copies.flatMap((copy) => copy.error ?? lost.get(copy) ?? []),
        ...reported.map((error) => problemOf(error, request.id)),
        ...(compared === undefined
          ? []
          : problemsOf(
              compared.partial,
              request.id,
              compared.listed.map((copy) => copy.request.id),
            )),
      ],
      newStates: lost.size > 0 ? [] : (compared?.newStates ?? []),
    };
  } finally {
    await Promise.all(copies.map((copy) => copy.store?.close()));
  }
}

async function openCopy(
  request: CopyRequest,
  role: 'primary' | 'backup',
  dataset: DatasetRequest,
  options: DatasetOptions,
  reported: FirebreakError[],
): Promise<OpenedCopy> {
  const { signal, spillDirectory } = options;
  const report = (error: FirebreakError) => reported.push(error);
  try {
    const adapter = await loadAdapter(request.adapter);
    const { id, url, claims } = request;
    const target = { id, role, url, options: request.options, exclude: dataset.exclude, claims };
    const store = await adapter.open(target, { signal, spillDirectory, report });
    const facts = await store.facts(signal);
    return { request, role, store, facts, topLevel: await store.topLevel(TOP_LEVEL_NAMES, signal) };
  } catch (error) {
    throwIfAborted(signal);
    const problem = problemOf(error, dataset.id, request.id);
    return { request, role, facts: unreachableFacts(problem.message), topLevel: [], error: problem };
  }
}

interface Examined {
  readonly copy: OpenedCopy;
  readonly placement: Placement;
  readonly mismatch?: LayoutMismatch;
  readonly missingBecause?: string;
}

/** Whether a backup can be compared with the primary at all, and if not, why. */
function examineBackup(copy: OpenedCopy, primary: OpenedCopy): Examined {
  const placement = placementOf(primary.store?.localRoot, copy.store?.localRoot);
  const base = { copy, placement };
  if (primary.store === undefined) return { ...base, missingBecause: `the primary could not be opened` };
  if (copy.store === undefined) return { ...base, missingBecause: `\`${copy.request.id}\` could not be opened` };
  if (placement === 'same-directory') {
    return { ...base, missingBecause: `\`${copy.request.id}\` is the primary's own directory` };
  }
  const recognised = recogniseLayout(copy.topLevel, primary.topLevel);
  if (recognised === undefined) return base;
  const mismatch = { configured: copy.request.layout, recognised: recognised.id, because: recognised.because };
  return { ...base, mismatch, missingBecause: `\`${copy.request.id}\` is not arranged as a ${copy.request.layout}` };
}

interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly partial: Partial;
  /** The copies in the order of the partial, primary first. */
  readonly listed: readonly OpenedCopy[];
  readonly newStates: readonly { readonly path: string; readonly newPath: string }[];
}

async function compareCopies(
  primary: OpenedCopy,
  backups: readonly OpenedCopy[],
  request: DatasetRequest,
  options: DatasetOptions,
): Promise<Compared> {
  const listed = [primary, ...backups];
  const roots = listed.map((copy) => localRootOf(copy));
  const states = backups.map((backup) => {
    if (options.stateDirectory === undefined) return null;
    const path = pairStatePath(options.stateDirectory, request.id, primary.request.url, backup.request.url);
    return { path, newPath: `${path}.${process.pid}.new` };
  });
  const changedAtMs = roots[0]?.changedAtMs ?? 0;
  const { onProgress } = options;
  const settled = await options.pool.compare({
    range: {
      roots: roots.map((root) => withNested(root, roots)),
      copyIds: listed.map((copy) => copy.request.id),
      proof: planProof(request.assurances),
      digest: options.digest,
      entriesOf: options.entriesPath === undefined ? null : request.id,
      collectedAtMs: options.collectedAtMs,
      rootChangedAtMs: changedAtMs <= options.collectedAtMs ? changedAtMs : 0,
      spillDirectory: options.spillDirectory,
    },
    settle: {
      dataset: request.id,
      precisionMs: listed.map((copy) => copy.store?.times.precisionMs ?? 0),
      heartbeat: request.heartbeat === undefined ? null : bytePathOf(request.heartbeat),
      states,
      entriesPath: options.entriesPath ?? null,
    },
    signal: options.signal,
    ...(onProgress === undefined
      ? {}
      : { onProgress: (progress) => onProgress({ dataset: request.id, phase: 'comparing', ...progress }) }),
  });
  return { ...settled, listed, newStates: states.filter((state) => state !== null) };
}

/** As {@link compareCopies}; what breaks the comparison of one dataset is a problem, and the other datasets go on. */
async function tryCompare(
  primary: OpenedCopy,
  backups: readonly OpenedCopy[],
  request: DatasetRequest,
  options: DatasetOptions,
  reported: FirebreakError[],
): Promise<Compared | undefined> {
  try {
    return await compareCopies(primary, backups, request, options);
  } catch (error) {
    throwIfAborted(options.signal);
    const broken = {
      kind: 'internal',
      operation: 'compare',
      message: `The comparison broke off: ${String(error)}.`,
    } as const;
    reported.push(error instanceof FirebreakError ? error : new FirebreakError({ ...broken, cause: error }));
    return undefined;
  }
}

/** A disk that is unmounted in the middle leaves an empty folder behind; what was read then is no listing of the copy. */
async function lostCopies(listed: readonly OpenedCopy[], dataset: string): Promise<ReadonlyMap<OpenedCopy, Problem>> {
  const lost = new Map<OpenedCopy, Problem>();
  for (const copy of listed) {
    const root = localRootOf(copy);
    const path = root.path === '' ? '/' : Buffer.from(root.path, 'latin1');
    const now = await stat(path, { bigint: true }).catch(() => undefined);
    if (now !== undefined && String(now.dev) === root.device && String(now.ino) === root.inode) continue;
    const message = `The root of \`${copy.request.id}\` was unmounted or replaced while it was compared.`;
    const remedy = 'Run firebreak again once it stays in place.';
    lost.set(copy, {
      dataset,
      copy: copy.request.id,
      kind: 'unavailable',
      operation: 'list',
      message,
      remedy,
      count: 1,
      samples: [],
    });
  }
  return lost;
}

function withLoss(copy: OpenedCopy, loss: Problem | undefined): OpenedCopy {
  return loss === undefined ? copy : { ...copy, error: loss };
}

function localRootOf(copy: OpenedCopy): LocalRoot {
  const root = copy.store?.localRoot;
  if (root !== undefined) return root;
  throw new FirebreakError({
    kind: 'unsupported',
    operation: 'compare',
    copy: copy.request.id,
    message: `\`${copy.request.id}\` is not a directory of this machine.`,
  });
}

function copyEvidence(
  copy: OpenedCopy,
  examined: Examined | undefined,
  listing: Partial['copies'][number] | undefined,
): CopyEvidence {
  const { request, role, facts, error } = copy;
  const newest = listing?.newestModifiedAtMs ?? Number.NEGATIVE_INFINITY;
  const status = error !== undefined ? 'failed' : examined?.mismatch !== undefined ? 'layout-mismatch' : 'listed';
  return {
    id: request.id,
    role,
    url: request.url,
    adapter: request.adapter,
    layout: request.layout,
    accidental: request.accidental,
    ...(request.declaredAt === undefined ? {} : { declaredAt: request.declaredAt }),
    status,
    ...(error === undefined ? {} : { error }),
    ...(examined?.mismatch === undefined ? {} : { layoutMismatch: examined.mismatch }),
    listing: listing === undefined ? null : listing.listing,
    newestModifiedAtMs: Number.isFinite(newest) ? newest : null,
    placement: examined?.placement ?? 'unknown',
    claims: request.claims,
    facts,
  };
}

function problemOf(error: unknown, dataset: string, copy?: string): Problem {
  const known =
    error instanceof FirebreakError
      ? error
      : new FirebreakError({ kind: 'internal', operation: 'collect', message: String(error), cause: error });
  const at = known.copy ?? copy;
  return {
    dataset,
    ...(at === undefined ? {} : { copy: at }),
    kind: known.kind,
    operation: known.operation,
    message: known.message,
    ...(known.remedy === undefined ? {} : { remedy: known.remedy }),
    count: 1,
    samples: known.path === undefined ? [] : [known.path].slice(0, SAMPLE_LIMIT),
  };
}

function unreachableFacts(detail: string): CopyFacts {
  const nothing = unknown('unreachable', uncapitalised(detail.replace(/\.$/, '')));
  const domains = Object.fromEntries(DOMAIN_NAMES.map((name) => [name, nothing])) as CopyFacts['domains'];
  return { domains, filesystem: nothing, destroyers: nothing, owner: nothing, protections: nothing };
}

/** A sentence as a clause; a name at its beginning keeps its capital. */
function uncapitalised(text: string): string {
  return /^[A-Z][a-z]* /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new FirebreakError({
    kind: 'aborted',
    operation: 'collect',
    message: 'The run was interrupted.',
    cause: signal.reason,
  });
}
