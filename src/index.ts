import { checks } from './checks/registry.ts';
import { collect } from './collect/collect.ts';
import type { CollectOptions, DatasetRequest } from './collect/request.ts';
import { type ResolvedConfig, resolveConfig } from './config/resolve.ts';
import { evaluate } from './evaluate.ts';
import type { Policy } from './model/policy.ts';
import type { Report } from './model/report.ts';
import { loadReporter } from './reporters/registry.ts';
import type { RenderOptions } from './reporters/reporter.ts';

export type { CollectOptions, CollectProgress, CopyRequest, DatasetRequest } from './collect/request.ts';
export { requestsOf } from './collect/requests-of.ts';
export { configFromFlags, type FlagCopies } from './config/from-flags.ts';
export { type PolicyOptions, policyOf } from './config/policy-of.ts';
export type { ResolvedConfig, ResolvedCopy, ResolvedDataset } from './config/resolve.ts';
export type * from './model/claim.ts';
export type * from './model/comparison.ts';
export type * from './model/domain.ts';
export { type ErrorDetails, type ErrorKind, FirebreakError, type Problem } from './model/errors.ts';
export type * from './model/evidence.ts';
export type * from './model/fact.ts';
export type { PathText } from './model/path.ts';
export { DEFAULT_EXPECTATIONS, type Expectations, type Policy, type Severity, type Waiver } from './model/policy.ts';
export { readEvidence } from './model/read-evidence.ts';
export type * from './model/report.ts';
export { reporterIds } from './reporters/registry.ts';
export type { RenderOptions } from './reporters/reporter.ts';
export { collect, evaluate };

/**
 * Reads the text of a configuration. `file` is named in errors, and relative paths start from its folder; secrets and
 * variables are looked up in `env`.
 *
 * @throws {FirebreakError} `config-invalid` with every fault at once
 */
export function readConfig(
  file: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): ResolvedConfig {
  return resolveConfig(file, text, { env, knownChecks: checks.map((check) => check.meta.id) });
}

/**
 * Looks at every copy, compares and judges: `collect` and `evaluate` in one.
 *
 * @throws {FirebreakError} `aborted` once the signal fires
 */
export async function verify(
  requests: readonly DatasetRequest[],
  policy: Policy,
  options: CollectOptions,
): Promise<Report> {
  return evaluate(await collect(requests, options), policy);
}

/**
 * The report in one of {@link reporterIds}; 80 columns without colour unless told otherwise.
 *
 * @throws {FirebreakError} `config-invalid` for a format that does not exist
 */
export async function render(report: Report, format: string, options: Partial<RenderOptions> = {}): Promise<string> {
  const reporter = await loadReporter(format);
  return reporter.render(report, { columns: 80, colour: false, ...options });
}
