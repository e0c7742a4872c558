import { dirname } from 'node:path';
import type { z } from 'zod';
import { adapterOptions } from '../adapters/option-schemas.ts';
import { type AdapterId, adapterOf, isUrlFault, locate } from '../adapters/registry.ts';
import { parseDuration } from '../lib/duration.ts';
import { type LocatedYaml, parseLocatedYaml } from '../lib/located-yaml.ts';
import { secretReferenceSchema } from '../lib/secret-reference.ts';
import { suggest } from '../lib/suggest.ts';
import type { Claims } from '../model/claim.ts';
import type { SourceLocation } from '../model/evidence.ts';
import { type DatasetPolicy, DEFAULT_EXPECTATIONS, type Expectations, type Waiver } from '../model/policy.ts';
import { type ConfigFault, configError, pathText } from './fault.ts';
import { interpolate } from './interpolate.ts';
import {
  BACKUP_KEYS,
  type BackupConfig,
  COPY_KEYS,
  type Config,
  type CopyConfig,
  configSchema,
  type ExpectConfig,
  FUTURE_KEYS,
} from './schema.ts';

export interface ResolvedCopy {
  readonly id: string;
  readonly role: 'primary' | 'backup';
  readonly url: string;
  readonly adapter: AdapterId;
  /** Parsed by the adapter's schema, with what it made of the URL. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly layout: string;
  readonly claims: Claims;
  readonly accidental: boolean;
  /** Absent for what came from the command line. */
  readonly declaredAt?: SourceLocation;
}

export interface ResolvedDataset {
  readonly id: string;
  readonly primary: ResolvedCopy;
  readonly backups: readonly ResolvedCopy[];
  readonly exclude: readonly string[];
  readonly heartbeat?: string;
  readonly policy: DatasetPolicy;
}

export interface ResolvedConfig {
  /** Absent for what came from the command line. */
  readonly file?: string;
  readonly datasets: readonly ResolvedDataset[];
  readonly waivers: readonly Waiver[];
}

export interface ResolveOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The ids that waivers may name. */
  readonly knownChecks: readonly string[];
}

type Path = readonly PropertyKey[];

/**
 * Turns a configuration's text into what a run needs. Relative paths start from the folder of the file.
 *
 * @throws {FirebreakError} `config-invalid` with every fault at once, each with file, line and column
 */
export function resolveConfig(file: string, text: string, options: ResolveOptions): ResolvedConfig {
  const yaml = parseLocatedYaml(text);
  if (!('value' in yaml)) {
    throw configError(
      file,
      yaml.map((fault) => ({ ...fault, path: '', message: `${fault.message}.` })),
    );
  }
  const faults: ConfigFault[] = [];
  const add = (path: Path, message: string, remedy?: string, at: 'key' | 'value' = 'value') => {
    const place = at === 'key' ? yaml.keyAt(path) : yaml.valueAt(path);
    faults.push({ ...place, path: pathText(path), message, ...(remedy === undefined ? {} : { remedy }) });
  };
  const { value, faults: references } = interpolate(yaml.value, { env: options.env, vars: varsOf(yaml.value) });
  for (const { path, message, remedy } of references) add(path, message, remedy);
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) addIssue(issue, add);
    throw configError(file, faults);
  }
  const datasets = parsed.data.datasets.map((dataset, index) =>
    resolveDataset(dataset, ['datasets', index], { file, base: dirname(file), yaml, add }),
  );
  addDuplicates(parsed.data, yaml, add);
  const waivers = (parsed.data.waivers ?? []).map((waiver, index) =>
    resolveWaiver(waiver, ['waivers', index], parsed.data, options.knownChecks, add),
  );
  if (faults.length > 0) throw configError(file, faults);
  return { file, datasets, waivers };
}

interface Context {
  readonly file: string;
  readonly base: string;
  readonly yaml: LocatedYaml;
  readonly add: (path: Path, message: string, remedy?: string, at?: 'key' | 'value') => void;
}

function resolveDataset(dataset: Config['datasets'][number], path: Path, context: Context): ResolvedDataset {
  const { heartbeat, ...expect } = dataset.expect ?? {};
  const own = expectationsOf(expect, DEFAULT_EXPECTATIONS);
  if (heartbeat !== undefined && (heartbeat.startsWith('/') || heartbeat.split('/').includes('..'))) {
    context.add(
      [...path, 'expect', 'heartbeat'],
      'The heartbeat lies outside the root.',
      'Name a path below the root, without a leading slash.',
    );
  }
  return {
    id: dataset.id,
    primary: resolveCopy(dataset.primary, 'primary', 'primary', [...path, 'primary'], COPY_KEYS, context),
    backups: dataset.backups.map((backup, index) =>
      resolveCopy(backup, backup.id, 'backup', [...path, 'backups', index], BACKUP_KEYS, context),
    ),
    exclude: dataset.exclude ?? [],
    ...(heartbeat === undefined ? {} : { heartbeat }),
    policy: {
      expect: own,
      backups: Object.fromEntries(
        dataset.backups.map((backup) => [backup.id, expectationsOf(backup.expect ?? {}, own)]),
      ),
    },
  };
}

function resolveCopy(
  copy: CopyConfig | BackupConfig,
  id: string,
  role: 'primary' | 'backup',
  path: Path,
  commonKeys: readonly string[],
  context: Context,
): ResolvedCopy {
  const place = context.yaml.valueAt(path);
  const base = {
    id,
    role,
    url: copy.url,
    layout: copy.layout ?? 'mirror',
    claims: (copy.claims ?? {}) as Claims,
    accidental: 'accidental' in copy && copy.accidental === true,
    declaredAt: { file: context.file, ...place },
  };
  const adapter = adapterOf(copy.url);
  if (isUrlFault(adapter)) {
    context.add([...path, 'url'], adapter.fault, adapter.remedy);
    return { ...base, adapter: 'local', options: {} };
  }
  checkCredential(copy, path, context);
  const schema = adapterOptions(adapter);
  const own = Object.fromEntries(Object.entries(copy).filter(([key]) => !commonKeys.includes(key)));
  for (const key of Object.keys(own).filter((key) => !Object.hasOwn(schema.shape, key))) {
    addUnknownKey([...path, key], [...commonKeys, ...Object.keys(schema.shape)], context.add);
  }
  const known = Object.fromEntries(Object.entries(own).filter(([key]) => Object.hasOwn(schema.shape, key)));
  const options = schema.safeParse(known);
  if (!options.success) {
    for (const issue of options.error.issues) addIssue({ ...issue, path: [...path, ...issue.path] }, context.add);
  }
  const located = locate(adapter, copy.url, context.base);
  if (isUrlFault(located)) context.add([...path, 'url'], located.fault, located.remedy);
  return { ...base, adapter, options: { ...options.data, ...(isUrlFault(located) ? {} : located) } };
}

/** Secrets are references, whatever the adapter; a directory needs none at all. */
function checkCredential(copy: CopyConfig, path: Path, { add }: Context): void {
  const credential = (copy as { readonly credential?: unknown }).credential;
  if (credential === undefined) return;
  add(
    [...path, 'credential'],
    'A directory needs no credential.',
    'Remove it; firebreak reads as the user who runs it.',
    'key',
  );
  if (typeof credential !== 'object' || credential === null) return;
  for (const [name, secret] of Object.entries(credential)) {
    const checked = secretReferenceSchema.safeParse(secret);
    if (!checked.success)
      add([...path, 'credential', name], `${checked.error.issues[0]?.message ?? 'not a reference'}.`);
  }
}

function expectationsOf(expect: ExpectConfig, base: Expectations): Expectations {
  return {
    rpoMs: expect.rpo === undefined ? base.rpoMs : (parseDuration(expect.rpo) ?? base.rpoMs),
    detectMs: expect.detect === undefined ? base.detectMs : (parseDuration(expect.detect) ?? base.detectMs),
    assurance: expect.assurance ?? base.assurance,
    extra: expect.extra ?? base.extra,
  };
}

function resolveWaiver(
  waiver: NonNullable<Config['waivers']>[number],
  path: Path,
  config: Config,
  knownChecks: readonly string[],
  add: Context['add'],
): Waiver {
  const { check, dataset, copy, reason, expires } = waiver;
  if (!knownChecks.includes(check)) {
    const near = suggest(check, knownChecks);
    const remedy = near === undefined ? '`firebreak list checks` lists them.' : `Did you mean \`${near}\`?`;
    add([...path, 'check'], `There is no check \`${check}\`.`, remedy);
  }
  const named = config.datasets.filter((candidate) => dataset === undefined || candidate.id === dataset);
  if (named.length === 0)
    add([...path, 'dataset'], `There is no dataset \`${dataset}\`.`, nearest(dataset, config.datasets));
  else if (copy !== undefined && copy !== 'primary') {
    const backups = named.flatMap((candidate) => candidate.backups);
    if (!backups.some((backup) => backup.id === copy))
      add([...path, 'copy'], `There is no copy \`${copy}\`.`, nearest(copy, backups));
  }
  const expiresAtMs = timeOfDay(expires);
  if (Number.isNaN(expiresAtMs)) {
    add([...path, 'expires'], `\`${expires}\` is no day.`, 'Write a day such as 2027-03-31, or a time with its zone.');
  }
  return {
    check,
    reason,
    expiresAtMs,
    ...(dataset === undefined ? {} : { dataset }),
    ...(copy === undefined ? {} : { copy }),
  };
}

/** A day (its beginning in UTC) or a time with its zone; NaN for days that no calendar has. */
function timeOfDay(text: string): number {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text)?.[1];
  if (day === undefined) return Number.NaN;
  const midnight = Date.parse(day);
  const isInCalendar = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return isInCalendar ? Date.parse(text) : Number.NaN;
}

function nearest(word: string | undefined, known: readonly { readonly id: string }[]): string {
  const ids = known.map(({ id }) => id);
  const near = word === undefined ? undefined : suggest(word, ids);
  return near === undefined ? `Use one of ${ids.join(', ')}.` : `Did you mean \`${near}\`?`;
}

/** Reports and evidence name copies by their ids; two of one name could not be told apart. */
function addDuplicates(config: Config, yaml: LocatedYaml, add: Context['add']): void {
  const addFor = (entries: readonly { readonly id: string; readonly path: Path }[], what: string) => {
    const first = new Map<string, Path>();
    for (const { id, path } of entries) {
      const earlier = first.get(id);
      if (earlier === undefined) first.set(id, path);
      else
        add(
          path,
          `Two ${what} are called \`${id}\`; the other stands in line ${yaml.valueAt(earlier).line}.`,
          'Give each an id of its own.',
        );
    }
  };
  addFor(
    config.datasets.map(({ id }, index) => ({ id, path: ['datasets', index, 'id'] })),
    'datasets',
  );
  config.datasets.forEach((dataset, at) => {
    const paths = dataset.backups.map(({ id }, index) => ({
      id,
      path: ['datasets', at, 'backups', index, 'id'] as Path,
    }));
    addFor(paths, 'backups of this dataset');
    for (const { path } of paths.filter(({ id }) => id === 'primary')) {
      add(path, 'A backup cannot be called `primary`.', 'Give it another id.');
    }
  });
}

/** What one issue of the schema says to a person; unknown keys get a place of their own and a suggestion. */
function addIssue(issue: z.core.$ZodIssue, add: Context['add']): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) addUnknownKey([...issue.path, key], KNOWN_KEYS, add);
    return;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message)) {
    add(issue.path, `\`${String(issue.path.at(-1))}\` is missing.`, `It takes a ${issue.expected}.`, 'key');
    return;
  }
  add(issue.path, `${issue.message.replace(/\.$/, '')}.`);
}

const KNOWN_KEYS = [
  ...['version', 'vars', 'datasets', 'waivers', 'id', 'primary', 'backups', 'expect', 'exclude', 'rpo', 'detect'],
  ...['assurance', 'extra', 'heartbeat', 'check', 'dataset', 'copy', 'reason', 'expires'],
  ...['host', 'site', 'medium', 'operator', 'account'],
];

function addUnknownKey(path: Path, known: readonly string[], add: Context['add']): void {
  const key = String(path.at(-1));
  if (FUTURE_KEYS.includes(key)) {
    add(path, `\`${key}\` is not supported by this version yet.`, 'Remove it; nothing would be done with it.', 'key');
    return;
  }
  const near = suggest(key, known);
  add(path, `\`${key}\` is not known here.`, near === undefined ? 'Remove it.' : `Did you mean \`${near}\`?`, 'key');
}

function varsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || !('vars' in value)) return {};
  const { vars } = value;
  if (typeof vars !== 'object' || vars === null) return {};
  return Object.fromEntries(
    Object.entries(vars).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
