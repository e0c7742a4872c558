import { formatBytes } from '../lib/byte-size.ts';
import type { Tally } from '../model/comparison.ts';
import type { JudgedTally } from '../model/report.ts';

/** `1,234 entries (5.6 MB)`. */
export function tallyText({ entries, bytes }: Tally): string {
  return `${entries.toLocaleString('en-US')} ${entries === 1 ? 'entry' : 'entries'} (${formatBytes(bytes)})`;
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
