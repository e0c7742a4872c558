import { CLAIM_NAMES, type Claims } from '../model/claim.ts';
import type { DomainName, DomainSet } from '../model/domain.ts';
import { declared, type Known } from '../model/fact.ts';
import { NONE_ID } from './namespaces.ts';

export type ClaimName = (typeof CLAIM_NAMES)[number];

/** Every copy has a host, a site, a medium and an operator; only an account can be absent. */
const CAN_BE_NONE: ReadonlySet<DomainName> = new Set(['account']);

/** Whether a claim can be made about a domain at all. */
export function isClaimable(domain: DomainName): domain is ClaimName {
  return (CLAIM_NAMES as readonly string[]).includes(domain);
}

/**
 * The claim about one domain as a declared set of one value, `claim:site/osaka-dc1`: trimmed, in lower case, in one
 * Unicode form. `undefined` where nothing is claimed, or `none` of what every copy has.
 */
export function claimedSet(claims: Claims, domain: DomainName): Known<DomainSet> | undefined {
  if (!isClaimable(domain)) return undefined;
  const text = claims[domain];
  if (text === undefined) return undefined;
  const name = text.normalize('NFC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (name === '') return undefined;
  if (name === NONE_ID && !CAN_BE_NONE.has(domain)) return undefined;
  const id = name === NONE_ID ? NONE_ID : `claim:${domain}/${name}`;
  return declared({ values: [{ id, label: text.trim() }], completeness: 'complete' }, `claims.${domain}`);
}
