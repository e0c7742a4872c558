import type { DomainName } from '../model/domain.ts';
import type { DomainRelation } from '../model/report.ts';
import { type BackupSubject, type Judgement, pass } from './define.ts';
import { quoted, unknownUnlessUnreached } from './wording.ts';

/** How a domain is spoken of. */
export interface DomainWords {
  /** `disk`. */
  readonly noun: string;
  /** What strikes both, as a sentence. */
  readonly consequence: string;
  /** Starts with a verb. */
  readonly remedy: string;
}

/**
 * Judges whether a backup shares a physical domain with the primary: an error as long as no other backup that somebody
 * counts on is separate in it, a warning otherwise.
 */
export function judgeSharedDomain(subject: BackupSubject, domain: DomainName, words: DomainWords): Judgement {
  const relation = relationIn(subject.relations, domain);
  const id = quoted(subject.backup.id);
  if (relation?.relation === 'separate') return pass(`${id} and the primary are on different ${words.noun}s.`);
  const rescuer = subject.otherRelations.find((other) => relationIn(other.relations, domain)?.relation === 'separate');
  const severity = rescuer === undefined ? 'error' : 'warning';
  const because = [
    ...(relation?.because ?? []),
    ...(rescuer === undefined ? [] : [`${quoted(rescuer.backup)} is on another ${words.noun}`]),
  ];
  if (relation?.relation === 'shared') {
    const message = `${id} and the primary share one ${words.noun}. ${words.consequence}`;
    return { verdict: 'fail', severity, message, because, remedy: words.remedy };
  }
  return unknownUnlessUnreached(subject, {
    verdict: 'unknown',
    severity,
    message: `Whether ${id} and the primary share a ${words.noun} is not known.`,
    because,
    remedy: `Provide what would tell: ${relation?.needs ?? `a claim about the ${words.noun} of both copies`}.`,
  });
}

function relationIn(relations: readonly DomainRelation[], domain: DomainName): DomainRelation | undefined {
  return relations.find((relation) => relation.domain === domain);
}
