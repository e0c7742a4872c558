/** What an owner says about a copy that cannot be, or was not, observed. `none` is a value: own hardware has no account. */
export interface Claims {
  readonly host?: string;
  readonly site?: string;
  readonly medium?: string;
  readonly operator?: string;
  readonly account?: string;
}

export const CLAIM_NAMES = ['host', 'site', 'medium', 'operator', 'account'] as const;
