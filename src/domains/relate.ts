import { DOMAIN_NAMES, type DomainName, type DomainSet } from '../model/domain.ts';
import type { CopyEvidence } from '../model/evidence.ts';
import type { Basis, Known } from '../model/fact.ts';
import type { DomainRelation } from '../model/report.ts';
import { claimedSet, isClaimable } from './claim-value.ts';
import { compareSets, isNone, weakestBasis } from './compare-sets.ts';
import { relateCredentials } from './credential.ts';
import { IMPLICATIONS, type Implication, SHARED_THROUGH } from './implications.ts';
import { firstRefusal } from './refusal.ts';

/** The domains with one value for a copy; what sharing is read from stands before what it is read for. */
const BOTTOM_UP = ['volume', 'medium', 'host', 'site', 'operator', 'account'] as const satisfies readonly DomainName[];

/** How a copy depends on a domain, as a verb phrase. */
const DEPENDS: { readonly [D in DomainName]: string } = {
  volume: 'lie on the filesystem',
  medium: 'lie on the disk',
  host: 'are on the host',
  site: 'are at the site',
  operator: 'are operated by',
  account: 'belong to the account',
  credential: 'can be destroyed by',
};

type Relations = { [D in DomainName]?: DomainRelation };

interface Pair {
  readonly primary: CopyEvidence;
  readonly backup: CopyEvidence;
}

/**
 * Judges for each domain, in the order of `DOMAIN_NAMES`, whether two copies share it. Observation decides first, then
 * what follows from an observed sharing, then claims, then implications. Claims decide only where observation could not
 * by its nature, and never while a fact that could refute them was refused; so not looking never separates two copies.
 */
export function relateCopies(primary: CopyEvidence, backup: CopyEvidence): readonly DomainRelation[] {
  const pair: Pair = { primary, backup };
  if (isOneDirectory(pair)) return DOMAIN_NAMES.map((domain) => oneDirectory(domain, pair));

  const relations: Relations = { credential: relateCredentials(primary, backup) };
  for (const domain of BOTTOM_UP) relations[domain] = judge(domain, pair, relations);
  for (const implication of IMPLICATIONS) applyImplication(implication, pair, relations);
  return DOMAIN_NAMES.map((domain) => relations[domain] ?? undecided(domain, pair));
}

function isOneDirectory(pair: Pair): boolean {
  return pair.primary.placement === 'same-directory' || pair.backup.placement === 'same-directory';
}

function oneDirectory(domain: DomainName, pair: Pair): DomainRelation {
  return { domain, relation: 'shared', basis: 'observed', because: [`${names(pair)} are one directory`] };
}

function judge(domain: DomainName, pair: Pair, below: Relations): DomainRelation {
  const direct = observe(domain, pair);
  if (direct !== undefined && direct.basis !== 'declared') return direct;
  const through = sharedThrough(domain, pair, below);
  if (through !== undefined) return through;
  if (direct?.relation === 'shared') return direct;
  const refused = obstacleOf(domain, [domain], pair);
  if (refused !== undefined) return refused;
  const believed = direct ?? decideByClaims(domain, pair);
  if (believed?.relation === 'shared') return believed;
  if (believed === undefined) return undecided(domain, pair);
  return obstacleOf(domain, SHARED_THROUGH[domain], pair) ?? believed;
}

/** What the facts alone decide. */
function observe(domain: DomainName, pair: Pair): DomainRelation | undefined {
  const a = pair.primary.facts.domains[domain];
  const b = pair.backup.facts.domains[domain];
  if (!a.known || !b.known) return undefined;
  return conclude(domain, pair, a, b);
}

function conclude(
  domain: DomainName,
  pair: Pair,
  a: Known<DomainSet>,
  b: Known<DomainSet>,
): DomainRelation | undefined {
  const found = compareSets(a, b);
  if (found.relation === 'unknown') return undefined;
  const basis = weakestBasis(a.basis, b.basis);
  if (found.relation === 'separate') {
    const because = [sideClause(domain, pair.primary, a), sideClause(domain, pair.backup, b)];
    return { domain, relation: 'separate', basis, because };
  }
  const because = found.common.map(
    (value) => `${names(pair)} both ${DEPENDS[domain]} ${shown(value)} (${sources(a, b)})`,
  );
  return { domain, relation: 'shared', basis, because };
}

/** Sharing what lies on a disk, a host or a site is sharing these too, whatever is claimed of them. */
function sharedThrough(domain: DomainName, pair: Pair, below: Relations): DomainRelation | undefined {
  const shared = SHARED_THROUGH[domain].flatMap((through) => {
    const relation = below[through];
    return relation?.relation === 'shared' ? [relation] : [];
  });
  // What was observed speaks before what was declared, whatever its order.
  const relation = shared.find((one) => one.basis !== 'declared') ?? shared[0];
  if (relation === undefined) return undefined;
  const basis: Basis = relation.basis === 'declared' ? 'declared' : 'inferred';
  const because = [`${names(pair)} share the ${relation.domain}, and so the ${domain}`, ...relation.because];
  return { domain, relation: 'shared', basis, because };
}

/**
 * Why a claim may not decide: the domain itself, or one that could refute the claim, was not seen though it could have
 * been. Otherwise refusing a permission would make a report greener.
 */
function obstacleOf(domain: DomainName, needed: readonly DomainName[], pair: Pair): DomainRelation | undefined {
  const refusal = firstRefusal(needed, [pair.primary, pair.backup]);
  if (refusal === undefined) return undefined;
  const because = [refusal.because];
  if (isClaimedApart(domain, pair))
    because.push(`a claim decides nothing while the ${refusal.domain} could be observed`);
  return { domain, relation: 'unknown', basis: null, because, needs: refusal.needs };
}

function decideByClaims(domain: DomainName, pair: Pair): DomainRelation | undefined {
  const a = claimedSet(pair.primary.claims, domain);
  const b = claimedSet(pair.backup.claims, domain);
  for (const [copy, claim] of [[pair.primary, a] as const, [pair.backup, b] as const]) {
    if (claim === undefined || !isNone(claim.value) || copy.facts.domains[domain].known) continue;
    return {
      domain,
      relation: 'separate',
      basis: 'declared',
      because: [`\`${copy.id}\` is claimed to have no ${domain}`],
    };
  }
  return a === undefined || b === undefined ? undefined : conclude(domain, pair, a, b);
}

function applyImplication(implication: Implication, pair: Pair, relations: Relations): void {
  const { from, to, because } = implication;
  const premise = relations[from];
  if (premise?.relation !== 'separate' || relations[to]?.relation !== 'unknown') return;
  // What could have been seen and was not stays unknown: the refused fact may have shown the opposite.
  if (firstRefusal([to, ...SHARED_THROUGH[to]], [pair.primary, pair.backup]) !== undefined) return;
  relations[to] = {
    domain: to,
    relation: 'separate',
    basis: premise.basis === 'declared' ? 'declared' : 'inferred',
    because: [`inferred from the ${from}: ${because}`, ...premise.because],
  };
}

function undecided(domain: DomainName, pair: Pair): DomainRelation {
  const a = pair.primary.facts.domains[domain];
  const b = pair.backup.facts.domains[domain];
  const because = [stateClause(domain, pair.primary), stateClause(domain, pair.backup)];
  if (a.known && b.known) because.push(`two such identifiers do not prove two of the ${domain}`);
  return { domain, relation: 'unknown', basis: null, because, needs: claimNeeds(domain, pair) };
}

function isClaimedApart(domain: DomainName, pair: Pair): boolean {
  const a = claimedSet(pair.primary.claims, domain);
  const b = claimedSet(pair.backup.claims, domain);
  return a !== undefined && b !== undefined && a.value.values[0]?.id !== b.value.values[0]?.id;
}

function claimNeeds(domain: DomainName, pair: Pair): string {
  // A volume has no claim of its own; two disks are two volumes.
  const claim = domain === 'volume' ? 'medium' : domain;
  if (!isClaimable(claim)) return `a way to observe the ${domain} of ${names(pair)}`;
  const missing = [pair.primary, pair.backup].filter((copy) => claimedSet(copy.claims, claim) === undefined);
  const copies = missing.length === 1 ? `\`${missing[0]?.id}\`` : `both ${names(pair)}`;
  return `claims.${claim} of ${copies}`;
}

function stateClause(domain: DomainName, copy: CopyEvidence): string {
  const fact = copy.facts.domains[domain];
  if (fact.known) return sideClause(domain, copy, fact);
  const claim = claimedSet(copy.claims, domain);
  if (claim !== undefined) return sideClause(domain, copy, claim);
  return `the ${domain} of \`${copy.id}\` is unknown (${fact.reason}): ${fact.detail}`;
}

function sideClause(domain: DomainName, copy: CopyEvidence, set: Known<DomainSet>): string {
  const values = set.value.values.map(shown).join(' and ');
  const hint = set.strength === 'weak' ? ', which is only a hint' : '';
  return `the ${domain} of \`${copy.id}\` is ${values} (${set.source}${hint})`;
}

function shown(value: { readonly id: string; readonly label?: string }): string {
  return value.label ?? value.id;
}

function sources(a: Known<unknown>, b: Known<unknown>): string {
  return a.source === b.source ? a.source : `${a.source}, ${b.source}`;
}

function names(pair: Pair): string {
  return `\`${pair.primary.id}\` and \`${pair.backup.id}\``;
}
