import type { DomainName, DomainSet } from '../model/domain.ts';
import type { CopyEvidence } from '../model/evidence.ts';
import type { Fact } from '../model/fact.ts';

/** A fact of a copy that could be had and was not. */
export interface Refusal {
  /** What is missing and why, as a clause. */
  readonly because: string;
  readonly domain: DomainName;
  /** What would give it. */
  readonly needs: string;
}

/**
 * The first of some domains that was denied, failed, unreachable, not collected or seen only in part at one of two
 * copies. `unsupported` is none: nobody could have looked.
 */
export function firstRefusal(domains: readonly DomainName[], copies: readonly CopyEvidence[]): Refusal | undefined {
  for (const domain of domains) {
    for (const copy of copies) {
      const fact = copy.facts.domains[domain];
      if (isRefused(fact)) return refusalOf(domain, copy, fact);
    }
  }
  return undefined;
}

function isRefused(fact: Fact<DomainSet>): boolean {
  return fact.known ? fact.value.completeness === 'partial' : fact.reason !== 'unsupported';
}

function refusalOf(domain: DomainName, copy: CopyEvidence, fact: Fact<DomainSet>): Refusal {
  const whole = `the whole ${domain} of \`${copy.id}\``;
  if (fact.known) return { domain, because: `the ${domain} of \`${copy.id}\` is known only in part`, needs: whole };
  const because = `the ${domain} of \`${copy.id}\` is unknown (${fact.reason}): ${fact.detail}`;
  const reached = `\`${copy.id}\` within reach`;
  return { domain, because, needs: fact.needs ?? (fact.reason === 'unreachable' ? reached : whole) };
}
