import { type DatasetPolicy, DEFAULT_EXPECTATIONS, type Expectations, type Policy } from '../model/policy.ts';
import type { ResolvedConfig } from './resolve.ts';

export interface PolicyOptions {
  /** Governs waivers. */
  readonly judgedAtMs: number;
  /** Default: `error`. */
  readonly failOn?: Policy['failOn'];
  /** Wins over every expectation of the configuration. */
  readonly override?: Partial<Expectations>;
}

/** How a configuration wants its datasets judged. */
export function policyOf({ datasets, waivers }: ResolvedConfig, options: PolicyOptions): Policy {
  const { judgedAtMs, failOn = 'error', override = {} } = options;
  const judged = datasets.map(({ id, policy }): readonly [string, DatasetPolicy] => {
    const backups = Object.entries(policy.backups).map(([backup, expect]) => [backup, { ...expect, ...override }]);
    return [id, { expect: { ...policy.expect, ...override }, backups: Object.fromEntries(backups) }];
  });
  return {
    judgedAtMs,
    defaults: { ...DEFAULT_EXPECTATIONS, ...override },
    datasets: Object.fromEntries(judged),
    waivers,
    failOn,
  };
}
