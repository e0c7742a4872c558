import { checks } from '../checks/registry.ts';
import type { DatasetRequest } from '../collect/request.ts';
import { requestsOf } from '../collect/requests-of.ts';
import { configFromFlags } from '../config/from-flags.ts';
import { policyOf } from '../config/policy-of.ts';
import type { ResolvedConfig, ResolvedDataset } from '../config/resolve.ts';
import { parseDuration } from '../lib/duration.ts';
import { suggest } from '../lib/suggest.ts';
import { ASSURANCES } from '../model/comparison.ts';
import { FirebreakError } from '../model/errors.ts';
import type { Expectations, Policy } from '../model/policy.ts';
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
  const extra = options.primary === undefined ? (options.exclude ?? []) : [];
  const datasets = chosen.map((dataset) => ({ ...dataset, exclude: [...dataset.exclude, ...extra] }));
  const policy = policyFor({ ...config, datasets }, options);
  return { requests: requestsOf({ ...config, datasets }, policy), policy };
}

/** How to judge evidence that is there already: by the configuration where there is one, else by the defaults. */
export async function loadPolicy(options: SourceOptions & JudgingOptions, context: CommandContext): Promise<Policy> {
  return policyFor((await findConfig(options, context)) ?? { datasets: [], waivers: [] }, options);
}

/** Parsers and schemas are loaded only where there is something to parse. */
async function findConfig(
  { config }: SourceOptions,
  { cwd, env }: CommandContext,
): Promise<ResolvedConfig | undefined> {
  const { loadConfigText } = await import('../config/load.ts');
  const found = await loadConfigText({ cwd, env, ...(config === undefined ? {} : { config }) });
  if (found === undefined) return undefined;
  const { resolveConfig } = await import('../config/resolve.ts');
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

function policyFor(config: ResolvedConfig, options: JudgingOptions): Policy {
  return policyOf(config, { judgedAtMs: Date.now(), failOn: options.failOn, override: overridesOf(options) });
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

function usageError(message: string, remedy: string): FirebreakError {
  return new FirebreakError({ kind: 'config-invalid', operation: 'read options', message, remedy });
}
