import { formatBytes } from '../../lib/byte-size.ts';
import { formatDuration } from '../../lib/duration.ts';
import { isoTime } from '../../lib/iso-time.ts';
import type { Assurance, Tally } from '../../model/comparison.ts';
import type { PathText } from '../../model/path.ts';
import type { Expectations } from '../../model/policy.ts';
import type { AchievedRpo } from '../../model/report.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** How a proof of content is told to a person. */
export const PROOFS: { readonly [A in Assurance]: string } = {
  listed: 'only name and size agree; no content was looked at',
  stated: 'by digests that were recorded when the copy was written',
  computed: 'by digests that the host of the copy computed now',
  read: 'content of both sides read and compared',
  restored: 'restored and compared',
};

/** `5,698`: grouped by hand, as locales differ between machines. */
export function count(entries: number): string {
  return String(entries).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 entry`, `5,698 entries`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function tallied({ entries, bytes }: Tally): string {
  return `${counted(entries, 'entry', 'entries')}, ${formatBytes(bytes)}`;
}

/** A name as samples show it; quoted where its blanks would be lost. Escaping is done by the layout. */
export function nameOf(path: PathText): string {
  return path.text === '' || path.text.trim() !== path.text ? `"${path.text}"` : path.text;
}

/** `2026-11-24 09:00 UTC`; cut off to the minute, never rounded into the future. */
export function timeOf(atMs: number): string {
  const iso = isoTime(atMs);
  return iso === undefined ? 'a time that no calendar holds' : `${iso.slice(0, -8).replace('T', ' ')} UTC`;
}

/** A duration rounded up to what is shown of it: an upper bound that is cut off would promise too much. */
export function upperDuration(ms: number): string {
  const step = ms >= 2 * DAY ? HOUR : ms >= HOUR ? 60_000 : 1_000;
  return ms === 0 ? '0s' : formatDuration(Math.ceil(ms / step) * step);
}

export function achievedRpoInWords({ atLeastMs, atMostMs, because }: AchievedRpo): string {
  if (atMostMs === null) {
    const lower = atLeastMs > 0 ? `at least ${formatDuration(atLeastMs)}, no upper bound known` : 'no bound is known';
    return `${lower}: ${because}`;
  }
  if (atMostMs === 0) return `0s: ${because}`;
  if (atLeastMs === atMostMs) return `${formatDuration(atLeastMs)}, ${because}`;
  if (atLeastMs === 0) return `at most ${upperDuration(atMostMs)}, ${because}`;
  return `between ${formatDuration(atLeastMs)} and ${upperDuration(atMostMs)}, ${because}`;
}

/** All expectations in force, in one line. */
export function expectationsInWords({ rpoMs, detectMs, assurance, extra }: Expectations): string {
  const extras = { allow: 'are allowed', warn: 'are a warning', fail: 'fail' }[extra];
  const times = `RPO ${formatDuration(rpoMs)}, a loss noticed within ${formatDuration(detectMs)}`;
  return `${times}, proof of content at least \`${assurance}\`, extra entries ${extras}`;
}
