import { checks } from '../checks/registry.ts';
import type { DatasetRequest } from '../collect/request.ts';
import { configFromFlags } from '../config/from-flags.ts';
import { loadConfigText } from '../config/load.ts';
import { type ResolvedConfig, type ResolvedDataset, resolveConfig } from '../config/resolve.ts';
import { parseDuration } from '../lib/duration.ts';
import { suggest } from '../lib/suggest.ts';
import { ASSURANCES } from '../model/comparison.ts';
import { FirebreakError } from '../model/errors.ts';
import { type DatasetPolicy, DEFAULT_EXPECTATIONS, type Expectations, type Policy } from '../model/policy.ts';
import type { CommandContext } from './context.ts';
import type { JudgingOptions, SourceOptions } from './run-options.ts';

export interface Run {
  readonly requests: readonly DatasetRequest[];
  readonly policy: Policy;
}

/** The configuration, which must be there. */
export async function loadConfig(options: SourceOptions, context: CommandContext): Promise<ResolvedConfig> {
  const found = await findConfig(options, context);
  if (found !== undefined) return found;
  throw usageError(
    'There is no configuration, and no --primary.',
    'Write ./firebreak.yaml, or name the copies: firebreak verify --primary DIRECTORY --backup DIRECTORY.',
  );
}

/** What to collect and how to judge it, from the configuration or from flags; flags win. */
export async function loadRun(
  ids: readonly string[],
  options: SourceOptions & JudgingOptions,
  context: CommandContext,
): Promise<Run> {
  const config = options.primary === undefined ? await loadConfig(options, context) : fromFlags(options, context);
  if (options.primary === undefined && (options.backup ?? []).length > 0) {
    throw usageError('--backup stands without --primary.', 'Give both, or neither to use the configuration.');
  }
  const chosen = ids.length === 0 ? config.datasets : ids.map((id) => datasetOf(config, id));
  const policy = policyOf({ ...config, datasets: chosen }, options);
  const exclude = options.primary === undefined ? (options.exclude ?? []) : [];
  return { requests: chosen.map((dataset) => requestOf(dataset, exclude, policy)), policy };
}

/** How to judge evidence that is there already: by the configuration where there is one, else by the defaults. */
export async function loadPolicy(options: SourceOptions & JudgingOptions, context: CommandContext): Promise<Policy> {
  return policyOf((await findConfig(options, context)) ?? { datasets: [], waivers: [] }, options);
}

async function findConfig(
  { config }: SourceOptions,
  { cwd, env }: CommandContext,
): Promise<ResolvedConfig | undefined> {
  const found = await loadConfigText({ cwd, env, ...(config === undefined ? {} : { config }) });
  if (found === undefined) return undefined;
  return resolveConfig(found.file, found.text, { env, knownChecks: checks.map((check) => check.meta.id) });
}

function fromFlags({ primary, backup, exclude, config }: SourceOptions, { cwd }: CommandContext): ResolvedConfig {
  if (config !== undefined) throw usageError('--config and --primary exclude each other.', 'Give one of them.');
  if (primary === undefined || (backup ?? []).length === 0) {
    throw usageError('--primary needs a --backup to be compared with.', 'Give --backup DIRECTORY, once for each copy.');
  }
  return configFromFlags({ primary, backups: backup ?? [], exclude: exclude ?? [] }, cwd);
}

function datasetOf(config: ResolvedConfig, id: string): ResolvedDataset {
  const found = config.datasets.find((dataset) => dataset.id === id);
  if (found !== undefined) return found;
  const ids = config.datasets.map((dataset) => dataset.id);
  const near = suggest(id, ids);
  throw usageError(
    `There is no dataset \`${id}\`.`,
    near === undefined ? `Use one of ${ids.join(', ')}.` : `Did you mean \`${near}\`?`,
  );
}

function policyOf(config: ResolvedConfig, options: JudgingOptions): Policy {
  const override = overridesOf(options);
  const datasets = config.datasets.map(({ id, policy }): readonly [string, DatasetPolicy] => {
    const backups = Object.entries(policy.backups).map(([backup, expect]) => [backup, { ...expect, ...override }]);
    return [id, { expect: { ...policy.expect, ...override }, backups: Object.fromEntries(backups) }];
  });
  return {
    judgedAtMs: Date.now(),
    defaults: { ...DEFAULT_EXPECTATIONS, ...override },
    datasets: Object.fromEntries(datasets),
    waivers: config.waivers,
    failOn: options.failOn,
  };
}

function overridesOf({ rpo, assurance }: JudgingOptions): Partial<Expectations> {
  const rpoMs = rpo === undefined ? undefined : parseDuration(rpo);
  if (rpo !== undefined && rpoMs === undefined) {
    throw usageError(`--rpo ${rpo} is no duration.`, 'Write a number with a unit: 26h, 8d.');
  }
  const level = ASSURANCES.find((known) => known === assurance);
  if (assurance !== undefined && level === undefined) {
    throw usageError(`--assurance ${assurance} is no level.`, `Use one of ${ASSURANCES.join(', ')}.`);
  }
  return { ...(rpoMs === undefined ? {} : { rpoMs }), ...(level === undefined ? {} : { assurance: level }) };
}

function requestOf(dataset: ResolvedDataset, exclude: readonly string[], policy: Policy): DatasetRequest {
  const { id, primary, backups, heartbeat } = dataset;
  const expectations = Object.values(policy.datasets[id]?.backups ?? {});
  return {
    id,
    primary,
    backups,
    exclude: [...dataset.exclude, ...exclude],
    ...(heartbeat === undefined ? {} : { heartbeat }),
    assurances: expectations.map((expect) => expect.assurance),
  };
}

function usageError(message: string, remedy: string): FirebreakError {
  return new FirebreakError({ kind: 'config-invalid', operation: 'read options', message, remedy });
}
