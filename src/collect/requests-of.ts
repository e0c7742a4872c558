import type { ResolvedConfig } from '../config/resolve.ts';
import { expectationsFor, type Policy } from '../model/policy.ts';
import type { DatasetRequest } from './request.ts';

/** What to look at for a configuration; the policy says how strongly content must be proved. */
export function requestsOf({ datasets }: ResolvedConfig, policy: Policy): readonly DatasetRequest[] {
  return datasets.map(({ id, primary, backups, exclude, heartbeat }) => ({
    id,
    primary,
    backups,
    exclude,
    ...(heartbeat === undefined ? {} : { heartbeat }),
    assurances: backups.map((backup) => expectationsFor(policy, id, backup.id).assurance),
  }));
}
