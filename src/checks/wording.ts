import { formatBytes } from '../lib/byte-size.ts';
import type { Tally } from '../model/comparison.ts';
import type { JudgedTally } from '../model/report.ts';
import type { BackupSubject, Judgement } from './define.ts';

/** `1,234 entries (5.6 MB)`. */
export function tallyText({ entries, bytes }: Tally): string {
  return `${entries.toLocaleString('en-US')} ${entries === 1 ? 'entry' : 'entries'} (${formatBytes(bytes)})`;
}

/** Of a copy that was not reached at all, the finding of `unreachable-copy` stands for all that is unknown of it. */
export function unknownUnlessUnreached({ backup, primary }: BackupSubject, unknown: Judgement): Judgement {
  const unreached = [primary, backup].find(({ status }) => status === 'failed');
  if (unreached === undefined) return unknown;
  return { verdict: 'not-applicable', message: `${unknown.message} ${quoted(unreached.id)} could not be read.` };
}

/** The verb that a count of entries takes. */
export function are({ entries }: Tally): string {
  return entries === 1 ? 'is' : 'are';
}

/** The same between two bounds; one number where they agree. */
export function judgedText({ atLeast, atMost }: JudgedTally): string {
  if (atLeast.entries === atMost.entries) return tallyText(atMost);
  return `${atLeast.entries.toLocaleString('en-US')} to ${tallyText(atMost)}`;
}

export function quoted(id: string): string {
  return `\`${id}\``;
}
