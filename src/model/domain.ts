/** The failure domains that are collected and judged so far. Each is `single`-valued for a copy, except `credential`. */
export const DOMAIN_NAMES = ['volume', 'medium', 'host', 'site', 'operator', 'account', 'credential'] as const;

export type DomainName = (typeof DOMAIN_NAMES)[number];

/**
 * A normalised identifier `namespace/value`, such as `linux:boot-id/6f0c…` or `disk:wwid/eui.0025…`. What equality and
 * difference of two values prove is stated once for each namespace, in `domains/namespaces.ts`.
 */
export interface DomainValue {
  readonly id: string;
  /** For people: `/dev/nvme0n1 (Samsung SSD 980)`. */
  readonly label?: string;
}

/** Everything of one failure domain that a copy depends on. `partial`: there may be more than was seen. */
export interface DomainSet {
  readonly values: readonly DomainValue[];
  readonly completeness: 'complete' | 'partial';
}
