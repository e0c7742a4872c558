import type { DomainSet } from '../model/domain.ts';
import type { CopyEvidence } from '../model/evidence.ts';
import type { Known, UnknownReason } from '../model/fact.ts';
import type { DomainRelation } from '../model/report.ts';
import { weakestBasis } from './compare-sets.ts';
import { namespaceOf } from './namespaces.ts';

/** Ends the id that stands for every user of a host. */
const ANY_USER = '/uid/any';

/**
 * Whether somebody can destroy both copies. The domain is open: a common strong member shares it, and it is separate only
 * where both sets are complete, because an unseen member of either may be a member of the other.
 */
export function relateCredentials(primary: CopyEvidence, backup: CopyEvidence): DomainRelation {
  const names = `\`${primary.id}\` and \`${backup.id}\``;
  const a = primary.facts.domains.credential;
  const b = backup.facts.domains.credential;
  for (const [copy, fact] of [[primary, a] as const, [backup, b] as const]) {
    if (!fact.known) {
      const because = [`who can destroy \`${copy.id}\` is unknown (${fact.reason}): ${fact.detail}`];
      return unknownRelation(because, fact.needs ?? neededFor(copy.id, fact.reason));
    }
  }
  if (!a.known || !b.known) return unknownRelation([], names);

  const common = commonMembers(a, b);
  if (common.length > 0) {
    const because = common.map((label) => `${label} can destroy both ${names}`);
    return { domain: 'credential', relation: 'shared', basis: weakestBasis(a.basis, b.basis), because };
  }
  const isStrong = a.strength === 'strong' && b.strength === 'strong';
  if (isStrong && isComplete(a) && isComplete(b)) {
    const because = [`nobody who can destroy \`${backup.id}\` can destroy \`${primary.id}\``];
    return { domain: 'credential', relation: 'separate', basis: weakestBasis(a.basis, b.basis), because };
  }
  return unknownRelation(
    [`not everybody who can destroy ${names} is known`],
    `a complete list of who can delete in \`${backup.id}\` and in \`${primary.id}\``,
  );
}

function neededFor(copy: string, reason: UnknownReason): string {
  return reason === 'unreachable' ? `\`${copy}\` within reach` : `the users who can delete in \`${copy}\``;
}

function commonMembers(a: Known<DomainSet>, b: Known<DomainSet>): readonly string[] {
  if (a.strength === 'weak' || b.strength === 'weak') return [];
  const reached = (set: DomainSet, id: string): boolean =>
    set.values.some((value) => value.id === id || (value.id.endsWith(ANY_USER) && hostOf(value.id) === hostOf(id)));
  const members = new Map<string, string>();
  for (const [set, other] of [[a.value, b.value] as const, [b.value, a.value] as const]) {
    for (const { id, label } of set.values) {
      if (namespaceOf(id).equality === 'proves' && reached(other, id)) members.set(id, label ?? id);
    }
  }
  return [...members].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, label]) => label);
}

/** The part before `/uid/`: only users of one host are users of one list. */
function hostOf(id: string): string {
  const at = id.lastIndexOf('/uid/');
  return at < 0 ? id : id.slice(0, at);
}

function isComplete(fact: Known<DomainSet>): boolean {
  return fact.value.completeness === 'complete' && fact.value.values.length > 0;
}

function unknownRelation(because: readonly string[], needs: string): DomainRelation {
  return { domain: 'credential', relation: 'unknown', basis: null, because, needs };
}
