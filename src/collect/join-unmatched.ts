import type { LocalRoot } from '../adapters/adapter.ts';
import { systemCode } from '../adapters/local/errors.ts';
import { classOfPair, type PairTimes } from '../compare/classify.ts';
import { type FinalRecord, packFinal, unpackFinal } from '../compare/final.ts';
import { baseNameOf, foldName, shiftOf } from '../compare/moves.ts';
import type { Side } from '../compare/record.ts';
import { type ReadBuffers, ReadFailure } from '../digests/read-pair.ts';
import { createSorter, type Sorter } from '../lib/sort-external.ts';
import { type BytePath, bytePathOf, unicodeOf } from '../model/path.ts';
import { resultOf } from './range.ts';
import { digestFile, haveSameContent } from './second-look.ts';

export interface JoinOptions {
  /** Absent and extra entries, packed. Read once. */
  readonly unmatched: Sorter;
  /** Primary first. */
  readonly roots: readonly LocalRoot[];
  /** By backup. */
  readonly times: readonly PairTimes[];
  readonly proof: 'listed' | 'read';
  readonly spill: { readonly directory: string };
  readonly buffers: ReadBuffers;
  readonly shouldStop: () => boolean;
  emit(record: FinalRecord): void;
  failed(copy: number, error: unknown, path: BytePath): void;
}

/** Groups of more entries than this on a side are not searched for moves; they stay absent and extra. */
const LARGEST_GROUP = 50_000;
/** Directory shifts that are remembered; far more than people make between two runs. */
const MOST_SHIFTS = 10_000;
const SIZE_DIGITS = 16;

interface Unjoined {
  absents: FinalRecord[];
  extras: FinalRecord[];
}

/**
 * Joins what only the primary has with what only the backup has: first names that differ in Unicode form or case, then
 * moves, by content and equal base name, then by content and a shift of directories that such moves have shown.
 * One absent joins at most one extra; the smaller path comes first wherever several would do.
 */
export function joinUnmatched(options: JoinOptions): void {
  const byName = createSorter(options.spill);
  const byBaseName = createSorter(options.spill);
  const bySize = createSorter(options.spill);
  const shifts = new Set<string>();
  try {
    for (const line of options.unmatched.sorted()) {
      if (options.shouldStop()) return;
      const record = unpackFinal(line);
      byName.add(`${keyHead(record)}${folded(record.path)}\0\0${line}`);
    }
    for (const group of groupsOf(byName.sorted())) {
      if (options.shouldStop()) return;
      joinNameForms(group, byBaseName);
    }
    for (const group of groupsOf(byBaseName.sorted())) {
      if (options.shouldStop()) return;
      joinMoves(group, () => true);
    }
    for (const group of groupsOf(bySize.sorted())) {
      if (options.shouldStop()) return;
      joinShifted(group);
    }
  } finally {
    for (const sorter of [byName, byBaseName, bySize]) sorter.close();
  }

  function joinNameForms(group: Unjoined, rest: Sorter): void {
    const pairs = Math.min(group.absents.length, group.extras.length);
    for (let index = 0; index < pairs; index++) {
      options.emit(pairOf(group.absents[index] as FinalRecord, group.extras[index] as FinalRecord));
    }
    for (const record of [...group.absents.slice(pairs), ...group.extras.slice(pairs)]) {
      const side = record.own ?? record.other;
      const isMovable = options.proof === 'read' && side !== null && side.k === 'f' && side.size > 0;
      if (!isMovable) options.emit(record);
      else rest.add(`${keyHead(record)}${sizeKey(side)}\0${baseNameOf(record.path)}\0\0${packFinal(record)}`);
    }
  }

  /** Two names that are one in another form are compared like any pair. */
  function pairOf(absent: FinalRecord, extra: FinalRecord): FinalRecord {
    const base = {
      ...absent,
      other: extra.other,
      heldAs: extra.path,
      nameForm: true,
      inFlight: absent.inFlight || extra.inFlight,
    };
    const own = absent.own as Side;
    const other = extra.other as Side;
    let result = resultOf(own, other);
    if (result === 'u' && options.proof === 'read') result = isSameContent(absent, extra) ? '=' : 'x';
    if (result === '=') return { ...base, class: 'same' };
    if (result !== 'x' && result !== 'u') return { ...base, class: 'notRepresentable' };
    const entryClass = classOfPair(own, other, result, options.times[absent.backup] as PairTimes);
    if (entryClass !== 'conflict') return { ...base, class: entryClass };
    return {
      ...base,
      class: entryClass,
      blame: 'unknown',
      because: 'the names differ in form, so no other copy was asked',
    };
  }

  function joinMoves(group: Unjoined, isWanted: (absent: FinalRecord, extra: FinalRecord) => boolean): void {
    const rest = matchByContent(group, isWanted);
    for (const record of [...rest.absents, ...rest.extras]) {
      bySize.add(`${keyHead(record)}${sizeKey((record.own ?? record.other) as Side)}\0\0${packFinal(record)}`);
    }
  }

  function joinShifted(group: Unjoined): void {
    const isShifted = (absent: FinalRecord, extra: FinalRecord) =>
      shifts.has(`${absent.backup}\0${shiftOf(extra.path, absent.path)}`);
    const candidates = shifts.size === 0 ? group : matchByContent(group, isShifted);
    for (const record of [...candidates.absents, ...candidates.extras]) options.emit(record);
  }

  /** Emits the moves of a group whose members have one size; gives back what is left. */
  function matchByContent(group: Unjoined, isWanted: (absent: FinalRecord, extra: FinalRecord) => boolean): Unjoined {
    const { absents, extras } = group;
    if (absents.length === 0 || extras.length === 0) return group;
    if (absents.length > LARGEST_GROUP || extras.length > LARGEST_GROUP) return group;
    const isLonePair = absents.length === 1 && extras.length === 1;
    if (!isLonePair && !absents.some((absent) => extras.some((extra) => isWanted(absent, extra)))) return group;
    const byContent = new Map<string, FinalRecord[]>();
    for (const extra of extras) {
      const key = isLonePair ? '' : contentOf(extra);
      if (key !== null) byContent.set(key, [...(byContent.get(key) ?? []), extra]);
    }
    const left: FinalRecord[] = [];
    const taken = new Set<FinalRecord>();
    for (const absent of absents) {
      const key = isLonePair ? '' : contentOf(absent);
      const found = (key === null ? [] : (byContent.get(key) ?? [])).find(
        (extra) => !taken.has(extra) && isWanted(absent, extra) && (!isLonePair || isSameContent(absent, extra)),
      );
      if (found === undefined) {
        left.push(absent);
        continue;
      }
      taken.add(found);
      if (shifts.size < MOST_SHIFTS) shifts.add(`${absent.backup}\0${shiftOf(found.path, absent.path)}`);
      options.emit({
        ...absent,
        class: 'moved',
        other: found.other,
        heldAs: found.path,
        inFlight: absent.inFlight || found.inFlight,
      });
    }
    return { absents: left, extras: extras.filter((extra) => !taken.has(extra)) };
  }

  function placeOf(record: FinalRecord) {
    const copy = record.own === null ? record.backup + 1 : 0;
    return { copy, root: options.roots[copy] as LocalRoot, path: record.path };
  }

  /** The digest of a record's only side; null where it cannot be read. */
  function contentOf(record: FinalRecord): string | null {
    const place = placeOf(record);
    try {
      return digestFile(place, options.buffers, options.shouldStop);
    } catch (error) {
      report(error, place.copy, record.path);
      return null;
    }
  }

  function isSameContent(absent: FinalRecord, extra: FinalRecord): boolean {
    const own = placeOf(absent);
    const other = placeOf(extra);
    try {
      return haveSameContent(own, other, options.buffers, options.shouldStop);
    } catch (error) {
      const isOwn = !(error instanceof ReadFailure) || error.index === 0;
      report(error, isOwn ? own.copy : other.copy, isOwn ? own.path : other.path);
      return false;
    }
  }

  function report(error: unknown, copy: number, path: BytePath): void {
    const cause = error instanceof ReadFailure ? error.cause : error;
    // What vanished meanwhile, or was not read because of a stop, is no fault of the copy.
    if (!options.shouldStop() && systemCode(cause) !== 'ENOENT') options.failed(copy, cause, path);
  }
}

/** Records that share everything before the double NUL, told apart by side; both sides in byte order of their paths. */
function* groupsOf(lines: Iterable<string>): Iterable<Unjoined> {
  let key: string | null = null;
  let group: Unjoined = { absents: [], extras: [] };
  for (const line of lines) {
    const end = line.indexOf('\0\0');
    const own = line.slice(0, end);
    if (own !== key) {
      if (key !== null) yield group;
      key = own;
      group = { absents: [], extras: [] };
    }
    const record = unpackFinal(line.slice(end + 2));
    (record.class === 'absent' ? group.absents : group.extras).push(record);
  }
  if (key !== null) yield group;
}

function keyHead(record: FinalRecord): string {
  return String.fromCharCode(record.backup + 1);
}

function sizeKey(side: Side): string {
  return String(side.size).padStart(SIZE_DIGITS, '0');
}

function folded(path: BytePath): BytePath {
  const text = unicodeOf(path);
  return text === undefined ? path : bytePathOf(foldName(text));
}
