import type { DomainName } from '../model/domain.ts';

/** Two copies that are separate in `from` are separate in `to` as well. */
export interface Implication {
  readonly from: DomainName;
  readonly to: DomainName;
  /** Why, as a clause. */
  readonly because: string;
}

/**
 * What follows from a separation. The operator is no premise: an operator may rent the hardware of another, so two
 * operators may share one disk.
 */
export const IMPLICATIONS: readonly Implication[] = [
  { from: 'site', to: 'host', because: 'a host stands at one site' },
  { from: 'site', to: 'medium', because: 'a disk stands at one site' },
  { from: 'medium', to: 'volume', because: 'a volume without a common disk is not a common volume' },
];

/**
 * The domains whose observed sharing shows that two copies share `domain` too, whatever is claimed: the implications
 * read backwards, and the operator, who operates everything on a host.
 */
export const SHARED_THROUGH: { readonly [D in DomainName]: readonly DomainName[] } = {
  volume: [],
  medium: ['volume'],
  host: [],
  site: ['host', 'medium', 'volume'],
  operator: ['host', 'medium', 'volume'],
  account: [],
  credential: [],
};
