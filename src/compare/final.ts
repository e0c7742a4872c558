import type { Blame, EntryClass } from '../model/comparison.ts';
import type { BytePath } from '../model/path.ts';
import type { Side } from './record.ts';

/** One entry with its class at one backup, before earlier runs and sums are joined in. Short-lived, spilled, sorted by path. */
export interface FinalRecord {
  readonly path: BytePath;
  /** Counts from 0. */
  readonly backup: number;
  /** `hole`: nothing is known at or below this path; what earlier runs knew is kept. */
  readonly class: EntryClass | 'hole';
  readonly own: Side | null;
  readonly other: Side | null;
  readonly above: number;
  readonly inFlight: boolean;
  readonly nameForm: boolean;
  /** The name under which the backup holds it, for `moved` and for pairs of another name form. */
  readonly heldAs?: BytePath;
  readonly blame?: Blame;
  readonly because?: string;
  readonly digest?: string;
  /** Proved in the first look, and counted there. */
  readonly isCounted: boolean;
}

/** As a line for the sorter: by path, then backup. */
export function packFinal(record: FinalRecord): string {
  const { path, backup, ...rest } = record;
  return `${path}\0${String.fromCharCode(backup + 1)}${asBytes(JSON.stringify(rest))}`;
}

export function unpackFinal(line: string): FinalRecord {
  const end = line.indexOf('\0');
  const rest = JSON.parse(line.slice(end + 2)) as Omit<FinalRecord, 'path' | 'backup'>;
  return { path: line.slice(0, end), backup: line.charCodeAt(end + 1) - 1, ...rest };
}

/** The sorter keeps one byte a character; JSON can say every other one with its escapes. */
function asBytes(json: string): string {
  return json.replace(/[^\x00-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
