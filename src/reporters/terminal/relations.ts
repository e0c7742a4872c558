import { padEnd } from '../../lib/display-width.ts';
import type { DomainName } from '../../model/domain.ts';
import type { Basis } from '../../model/fact.ts';
import type { DomainRelation } from '../../model/report.ts';
import { type Canvas, hang, type Style } from './layout.ts';

/** What people call a domain. */
const WORDS: { readonly [D in DomainName]: string } = {
  volume: 'volume',
  medium: 'disk',
  host: 'host',
  site: 'site',
  operator: 'operator',
  account: 'account',
  credential: 'login',
};

const STYLES: { readonly [R in DomainRelation['relation']]: Style } = {
  shared: 'red',
  separate: 'green',
  unknown: 'yellow',
};

const WIDTH_OF_WORD = Math.max(...Object.values(WORDS).map((word) => word.length));
const WIDTH_OF_RELATION = 'separate'.length;

/** Explains the letters beside relations. */
export const LEGEND = 'i: inferred from what was observed.  d: declared by the owner, not observed.';

/** Whether the legend is needed for them. */
export function hasLetter(relations: readonly DomainRelation[]): boolean {
  return relations.some((relation) => letterOf(relation.basis) !== '');
}

/** One line, or few, for each domain: its relation to the primary, on what it rests, and the evidence. */
export function relationLines(canvas: Canvas, relations: readonly DomainRelation[]): readonly string[] {
  return relations.flatMap((one) => {
    const word = padEnd(WORDS[one.domain], WIDTH_OF_WORD);
    const relation = padEnd(one.relation, WIDTH_OF_RELATION);
    const prefix = `    ${word}  ${relation} ${padEnd(letterOf(one.basis), 1)}  `;
    const needs = one.relation === 'unknown' && one.needs !== undefined ? `; to know it: ${one.needs}` : '';
    return hang(canvas, prefix, `${evidenceOf(one)}${needs}`, STYLES[one.relation]);
  });
}

/** A separation rests on both sides; of a chain of reasons the first is the conclusion. */
function evidenceOf({ relation, because }: DomainRelation): string {
  const told = because.slice(0, relation === 'separate' ? 2 : 1);
  return told.length === 0 ? 'no evidence is given' : told.join('; ');
}

/** The same in a line for each kind of relation, for runs in which nothing is left to look into. */
export function briefRelationLines(canvas: Canvas, relations: readonly DomainRelation[]): readonly string[] {
  return (['separate', 'shared', 'unknown'] as const).flatMap((kind) => {
    const words = relations
      .filter(({ relation }) => relation === kind)
      .map(({ domain, basis }) => {
        const letter = letterOf(basis);
        return letter === '' ? WORDS[domain] : `${WORDS[domain]} (${letter})`;
      });
    return words.length === 0 ? [] : hang(canvas, `    ${padEnd(kind, 13)}  `, words.join(', '), STYLES[kind]);
  });
}

function letterOf(basis: Basis | null): string {
  if (basis === 'declared') return 'd';
  return basis === 'inferred' ? 'i' : '';
}
