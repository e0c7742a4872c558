import { systemCode, translateError } from '../adapters/local/errors.ts';
import { type Accumulator, createAccumulator } from '../compare/accumulate.ts';
import {
  classOfPair,
  earliestPossibleChangeOf,
  lastPossibleChangeOf,
  type PairTimes,
  versionAtCopy,
} from '../compare/classify.ts';
import { type FinalRecord, packFinal, unpackFinal } from '../compare/final.ts';
import { addProblem, addSum, countIn, type LatestTime, laterOf, type Partial } from '../compare/partial.ts';
import { type PathRecord, type Result, type Side, unpackRecord } from '../compare/record.ts';
import { precisionOf, zoneShiftOf } from '../compare/times.ts';
import { createReadBuffers, ReadFailure } from '../digests/read-pair.ts';
import { createLineWriter, type LineWriter } from '../lib/line-file.ts';
import { createSorter, type Run } from '../lib/sort-external.ts';
import type { Comparison, CurrencyProof, LackClass } from '../model/comparison.ts';
import { type BytePath, pathTextOf } from '../model/path.ts';
import { createPairStateWriter, type PairState, type RememberedLack, readPairState } from '../state/pair-state.ts';
import { entryLine, isReady, readyLines } from './entry-line.ts';
import { joinUnmatched } from './join-unmatched.ts';
import { type RangeOptions, resultOf } from './range.ts';
import { haveSameContent, isUnchanged, lookAgain } from './second-look.ts';
import { isStopRequested, type SharedState } from './shared-state.ts';

/** What one copy has under a path at the second look, and whether that is something else than before. */
interface Look {
  side: Side | null | 'h';
  moved: boolean;
}

export interface SettleOptions {
  readonly range: RangeOptions;
  readonly dataset: string;
  /** By copy, primary first. */
  readonly precisionMs: readonly number[];
  readonly heartbeat: BytePath | null;
  /** By backup: the state of the last run and where to write the new one; null where no state is kept. */
  readonly states: readonly ({ readonly path: string; readonly newPath: string } | null)[];
  /** Gets a JSON line for each entry and backup, in byte order of paths. */
  readonly entriesPath: string | null;
}

export interface Settled {
  readonly comparisons: readonly Comparison[];
  /** The same partial, with the problems of the second look. */
  readonly partial: Partial;
}

/**
 * Turns what the first look left open into classes: looks again, joins names and moves, remembers since when things are
 * lacking, and sums up. Memory is bounded; whatever is long goes through sorters.
 */
export function settle(options: SettleOptions, runs: readonly Run[], partial: Partial, state: SharedState): Settled {
  const { range } = options;
  const [primary, ...backups] = range.roots;
  if (primary === undefined) throw new Error('no primary');
  const buffers = createReadBuffers();
  const shouldStop = () => isStopRequested(state);
  const spill = { directory: range.spillDirectory };
  const finals = createSorter(spill);
  const unmatched = createSorter(spill);
  const times = backups.map((_, backup): PairTimes => {
    const own = precisionOf(partial.copies[0] as Partial['copies'][number], options.precisionMs[0] ?? 0);
    const other = precisionOf(
      partial.copies[backup + 1] as Partial['copies'][number],
      options.precisionMs[backup + 1] ?? 0,
    );
    return {
      collectedAtMs: range.collectedAtMs,
      precisionMs: Math.max(own, other),
      zoneShiftHours: zoneShiftOf(partial.pairs[backup] as Partial['pairs'][number]),
    };
  });
  const unverified = backups.map(() => 0);

  const records = createSorter({ ...spill, runs });
  try {
    for (const line of records.sorted()) {
      if (shouldStop()) break;
      if (isReady(line)) finals.add(line);
      else settleRecord(unpackRecord(line));
    }
    if (!shouldStop()) {
      joinUnmatched({
        unmatched,
        roots: range.roots,
        times,
        proof: range.proof,
        spill,
        buffers,
        shouldStop,
        emit: (record) => finals.add(packFinal(record)),
        failed: (copy, error, path) => problem(copy, error, 'read file', path),
      });
    }
    return { comparisons: shouldStop() ? [] : finish(), partial };
  } finally {
    for (const sorter of [records, unmatched, finals]) sorter.close();
  }

  function settleRecord(record: PathRecord): void {
    const looks = record.sides.map((side, copy): Look => {
      if (side === 'h') return { side, moved: false };
      // What is the same is not looked at again: only a backup's lack is a reason to doubt the first look.
      if (record.results.every((result) => result === '=' || result === ' ')) return { side, moved: false };
      try {
        const again = lookAgain(range.roots[copy] as (typeof range.roots)[number], record.path);
        return { side: again, moved: !isUnchanged(side, again) };
      } catch (error) {
        problem(copy, error, 'look at entry', record.path);
        return { side: 'h', moved: false };
      }
    });
    const own = looks[0] as (typeof looks)[number];
    let results = record.results.map((result, backup): Result => {
      const other = looks[backup + 1] as (typeof looks)[number];
      if (result === '=' && !own.moved && !other.moved) return '=';
      return resultNow(record.path, own.side, other.side, backup, result);
    });
    // Times that were seen before the reading say nothing of a file that was written during it.
    if (results.includes('x') && refresh(record.path, looks)) {
      results = results.map((result, backup) => {
        const other = looks[backup + 1] as (typeof looks)[number];
        return result === 'x' ? withoutReading(own.side, other.side) : result;
      });
    }
    results.forEach((result, backup) => {
      const first = record.results[backup];
      const other = looks[backup + 1] as (typeof looks)[number];
      // What the first look proved stands: it was the same while this run looked.
      if (first === '=') emitProven(record, backup);
      else if (result !== ' ')
        emit(record, own.side, other.side, result, backup, own.moved || other.moved, results, looks);
      else if (own.moved || other.moved) emitGone(record, backup);
    });
  }

  /** Looks at every side once more; true where one of them was written or went away. */
  function refresh(path: BytePath, looks: readonly Look[]): boolean {
    let isAnyMoved = false;
    for (const [copy, look] of looks.entries()) {
      if (look.side === 'h') continue;
      try {
        const now = lookAgain(range.roots[copy] as (typeof range.roots)[number], path);
        if (isUnchanged(look.side, now)) continue;
        look.side = now;
        look.moved = true;
        isAnyMoved = true;
      } catch (error) {
        problem(copy, error, 'look at entry', path);
        look.side = 'h';
        isAnyMoved = true;
      }
    }
    return isAnyMoved;
  }

  /** What one pair is after the second look; content is read again, however the first look ended. */
  function resultNow(
    path: BytePath,
    own: Side | null | 'h',
    other: Side | null | 'h',
    backup: number,
    before: Result,
  ): Result {
    const result = resultOf(own, other);
    if (result !== 'u' || range.proof === 'listed') return result;
    const pair = [own, other] as [Side, Side];
    if (pair[0].id === pair[1].id) return '=';
    try {
      const places = [
        { root: primary as (typeof range.roots)[number], path },
        { root: backups[backup] as (typeof range.roots)[number], path },
      ] as const;
      return haveSameContent(places[0], places[1], buffers, shouldStop) ? '=' : 'x';
    } catch (error) {
      if (shouldStop()) return before;
      const code = systemCode(error);
      if (code === 'ENOENT') return 'u';
      const failed = error instanceof ReadFailure && error.index === 0 ? 0 : backup + 1;
      // The first look counted the same failure; what matters is that nothing is proved.
      if (before !== 'u') problem(failed, error instanceof ReadFailure ? error.cause : error, 'read file', path);
      return 'u';
    }
  }

  function emitProven(record: PathRecord, backup: number): void {
    if (range.entriesOf === null) return;
    finals.add(packFinal({ ...plain(record, backup), class: 'same', isCounted: true }));
  }

  /** Neither side has it any more: no entry, but worth a note. */
  function emitGone(record: PathRecord, backup: number): void {
    const gone = { own: null, other: null, inFlight: true, isCounted: true };
    finals.add(packFinal({ ...plain(record, backup), ...gone }));
  }

  function plain(record: PathRecord, backup: number): FinalRecord {
    const side = (copy: number) => {
      const found = record.sides[copy];
      return found === 'h' || found === undefined ? null : found;
    };
    return {
      path: record.path,
      backup,
      class: 'same',
      own: side(0),
      other: side(backup + 1),
      above: record.above,
      inFlight: false,
      nameForm: false,
      isCounted: false,
      ...(record.digest === undefined ? {} : { digest: record.digest }),
    };
  }

  function emit(
    record: PathRecord,
    own: Side | null | 'h',
    other: Side | null | 'h',
    result: Result,
    backup: number,
    inFlight: boolean,
    results: readonly Result[],
    looks: readonly Look[],
  ): void {
    const base: FinalRecord = { ...plain(record, backup), own: known(own), other: known(other), inFlight };
    if (result === 'h') {
      if (record.results[backup] !== 'h') {
        countIn((partial.pairs[backup] as Partial['pairs'][number]).notCompared, (base.own ?? base.other)?.size ?? 0);
      }
      finals.add(packFinal({ ...base, class: 'hole' }));
    }
    if (result === 'h') return;
    if (result === '=') finals.add(packFinal(base));
    else if (result === 'n' || (base.own?.k === 's' && result === '-')) {
      finals.add(packFinal({ ...base, class: 'notRepresentable' }));
    } else if (result === '-' || result === '+')
      unmatched.add(packFinal({ ...base, class: result === '-' ? 'absent' : 'extra' }));
    else if (base.own !== null && base.other !== null && (result === 'x' || result === 'u')) {
      const entryClass = classOfPair(base.own, base.other, result, times[backup] as PairTimes);
      if (entryClass === 'unverified') unverified[backup] = (unverified[backup] ?? 0) + 1;
      const blame =
        entryClass === 'conflict'
          ? blameOf(
              record.path,
              backup,
              results,
              looks.map((look) => known(look.side)),
            )
          : {};
      finals.add(packFinal({ ...base, class: entryClass, ...blame }));
    }
  }

  /** Asks the other backups who is right. A copy that is the same file as one of the two is no witness. */
  function blameOf(
    path: BytePath,
    backup: number,
    results: readonly Result[],
    sides: readonly (Side | null)[],
  ): Pick<FinalRecord, 'blame' | 'because'> {
    const own = sides[0] as Side;
    const accused = sides[backup + 1] as Side;
    const forPrimary: string[] = [];
    const forBackup: string[] = [];
    backups.forEach((root, index) => {
      const witness = sides[index + 1] ?? null;
      if (index === backup || witness === null || witness.k !== 'f') return;
      if (witness.id === own.id || witness.id === accused.id) return;
      const id = `\`${range.copyIds[index + 1]}\``;
      if (results[index] === '=') forPrimary.push(id);
      else if (witness.size === accused.size && accused.k === 'f' && range.proof === 'read') {
        try {
          const accusedPlace = { root: backups[backup] as (typeof backups)[number], path };
          if (haveSameContent(accusedPlace, { root, path }, buffers, shouldStop)) forBackup.push(id);
        } catch (error) {
          if (!shouldStop()) problem(index + 1, error instanceof ReadFailure ? error.cause : error, 'read file', path);
        }
      }
    });
    if (forPrimary.length > 0 && forBackup.length === 0) {
      return { blame: 'backup', because: `${forPrimary.join(' and ')} agrees with the primary` };
    }
    if (forBackup.length > 0 && forPrimary.length === 0) {
      return { blame: 'primary', because: `${forBackup.join(' and ')} agrees with this backup against the primary` };
    }
    const because =
      forPrimary.length === 0
        ? 'no other copy tells which side is right'
        : `${forPrimary.join(' and ')} agrees with the primary, ${forBackup.join(' and ')} with this backup`;
    return { blame: 'unknown', because };
  }

  /** The last pass, in byte order of paths: joins in the earlier run, sums up, writes entries and state. */
  function finish(): readonly Comparison[] {
    const earlier = options.states.map((place): PairState | undefined =>
      place === null ? undefined : readPairState(place.path),
    );
    const accumulators = backups.map(() => createAccumulator(range.collectedAtMs));
    const memories = earlier.map((known) => createMemory(known));
    const proofs = backups.map((_, backup) => currencyOf(backup, earlier[backup]));
    const holes: (BytePath | null)[] = backups.map(() => null);
    const isClean = backups.map(
      (_, backup) => unverified[backup] === 0 && partial.pairs[backup]?.notCompared.entries === 0,
    );
    const writers = options.states.map((place, backup) =>
      place === null
        ? null
        : createPairStateWriter(place.newPath, {
            schemaVersion: 1,
            collectedAtMs: range.collectedAtMs,
            currentAtMs: latestOf(proofs[backup] ?? []),
            isClean: isClean[backup] === true,
            entries: partial.copies[0]?.listing.entries ?? 0,
            bytes: partial.copies[0]?.listing.bytes ?? 0,
          }),
    );
    const entries: LineWriter | null = options.entriesPath === null ? null : createLineWriter(options.entriesPath, 'a');
    for (const line of finals.sorted()) {
      if (shouldStop()) break;
      if (isReady(line)) {
        entries?.write(readyLines(line));
        continue;
      }
      const record = unpackFinal(line);
      const { backup, path } = record;
      const memory = memories[backup] as Memory;
      const keep = (lack: RememberedLack) => {
        const hole = holes[backup];
        if (hole !== null && hole !== undefined && isWithin(lack.path, hole)) writers[backup]?.write(lack);
      };
      const before = memory.advanceTo(path, keep);
      if (record.class === 'hole') {
        const hole = holes[backup];
        if (hole === null || hole === undefined || !isWithin(path, hole)) holes[backup] = path;
        if (before !== undefined) writers[backup]?.write(before);
        continue;
      }
      const remembered = add(record, accumulators[backup] as Accumulator, before, earlier[backup]);
      if (remembered !== null) writers[backup]?.write(remembered);
      if (record.own === null && record.other === null) continue;
      entries?.write(
        entryLine(options.dataset, range.copyIds[backup + 1] ?? '', record, range.proof, remembered?.lackSinceMs),
      );
    }
    memories.forEach((memory, backup) => {
      const hole = holes[backup];
      memory.advanceTo(undefined, (lack) => {
        if (hole !== null && hole !== undefined && isWithin(lack.path, hole)) writers[backup]?.write(lack);
      });
    });
    entries?.finish();
    for (const writer of writers) writer?.finish();
    return backups.map((_, backup) =>
      comparisonOf(backup, accumulators[backup] as Accumulator, proofs[backup] ?? [], earlier[backup]),
    );
  }

  /** Adds one entry to the sums; what is lacking comes back with the time since when. */
  function add(
    record: FinalRecord,
    accumulator: Accumulator,
    before: RememberedLack | undefined,
    earlier: PairState | undefined,
  ): RememberedLack | null {
    if (record.inFlight) accumulator.addPlain('inFlight', record);
    if (record.nameForm) accumulator.addPlain('nameForm', record);
    const { class: entryClass, own, other } = record;
    if (entryClass === 'hole') return null;
    if (
      entryClass === 'same' ||
      entryClass === 'unverified' ||
      entryClass === 'extra' ||
      entryClass === 'notRepresentable'
    ) {
      if (!record.isCounted) accumulator.addPlain(entryClass, record);
      return null;
    }
    const version = versionAtCopy(other) + (record.heldAs === undefined ? '' : ` ${record.heldAs}`);
    const isKnown = before !== undefined && before.version === version;
    const lackSinceMs = isKnown ? Math.min(before.lackSinceMs, range.collectedAtMs) : range.collectedAtMs;
    if (entryClass === 'conflict') accumulator.addConflict(record);
    else if (own !== null) {
      const pairTimes = times[record.backup] as PairTimes;
      accumulator.addLack(entryClass satisfies LackClass, record, {
        lastPossibleChangeMs: lastPossibleChangeOf(own, record.above, range.collectedAtMs),
        lackSinceMs,
        heldMs: heldOf(entryClass, record, before, earlier, pairTimes),
        earliestPossibleChangeMs: earliestPossibleChangeOf(entryClass, own, other, pairTimes),
      });
    }
    return { path: record.path, version, lackSinceMs };
  }

  /** Up to when the copy provably held this path's version. */
  function heldOf(
    entryClass: LackClass,
    record: FinalRecord,
    before: RememberedLack | undefined,
    earlier: PairState | undefined,
    pairTimes: PairTimes,
  ): number | undefined {
    if (record.other === null || entryClass === 'absent' || entryClass === 'moved') return undefined;
    const shifted = record.other.m - pairTimes.zoneShiftHours * 3_600_000;
    const version = shifted <= range.collectedAtMs ? shifted : Math.min(record.other.c, range.collectedAtMs);
    const seen = before === undefined && earlier?.header.isClean === true ? earlier.header.collectedAtMs : version;
    return Math.max(version, seen);
  }

  function currencyOf(backup: number, earlier: PairState | undefined): readonly CurrencyProof[] {
    const proofs: CurrencyProof[] = [];
    const beat = heartbeatOf(backup);
    if (beat !== null) proofs.push({ kind: 'heartbeat', atMs: beat.atMs, path: pathTextOf(beat.path) });
    const shifts = partial.pairs[backup]?.shifts ?? {};
    const zone = times[backup]?.zoneShiftHours ?? 0;
    const latest = [zone, Number.POSITIVE_INFINITY]
      .map((hours) => shifts[hours]?.latest ?? null)
      .reduce<LatestTime | null>(laterOf, null);
    if (latest !== null) proofs.push({ kind: 'same-entry', atMs: latest.atMs, path: pathTextOf(latest.path) });
    const before = earlier?.header.currentAtMs ?? null;
    if (before !== null && before <= range.collectedAtMs) proofs.push({ kind: 'earlier-run', atMs: before });
    return proofs;
  }

  /** The version of the heartbeat file that the backup holds tells when the backup last ran. */
  function heartbeatOf(backup: number): LatestTime | null {
    if (options.heartbeat === null) return null;
    try {
      const own = lookAgain(primary as (typeof range.roots)[number], options.heartbeat);
      const other = lookAgain(backups[backup] as (typeof backups)[number], options.heartbeat);
      if (own === null || other === null || own.k !== 'f' || other.k !== 'f') return null;
      const atMs = Math.min(own.m, other.m - (times[backup]?.zoneShiftHours ?? 0) * 3_600_000);
      return atMs <= range.collectedAtMs ? { atMs, path: options.heartbeat } : null;
    } catch (error) {
      problem(backup + 1, error, 'look at the heartbeat file', options.heartbeat);
      return null;
    }
  }

  function comparisonOf(
    backup: number,
    accumulator: Accumulator,
    currency: readonly CurrencyProof[],
    earlier: PairState | undefined,
  ): Comparison {
    const pair = partial.pairs[backup] as Partial['pairs'][number];
    const same = { ...accumulator.plain('same') };
    addSum(same as { entries: number; bytes: number }, pair.same);
    return {
      same,
      unverified: accumulator.plain('unverified'),
      absent: accumulator.lacks('absent'),
      older: accumulator.lacks('older'),
      differs: accumulator.lacks('differs'),
      moved: accumulator.lacks('moved'),
      conflict: accumulator.conflict(),
      extra: accumulator.plain('extra'),
      notRepresentable: accumulator.plain('notRepresentable'),
      sameBy:
        same.entries === 0
          ? {}
          : { [range.proof === 'read' ? 'read' : 'listed']: { entries: same.entries, bytes: same.bytes } },
      notCompared: pair.notCompared,
      inFlight: accumulator.plain('inFlight'),
      linked: {
        entries: pair.linked.entries,
        bytes: pair.linked.bytes,
        samples: pair.linked.paths.map(({ path, sizeBytes, modifiedAtMs }) => ({
          path: pathTextOf(path),
          primary: { sizeBytes, modifiedAtMs },
          backup: { sizeBytes, modifiedAtMs },
        })),
      },
      nameForm: accumulator.plain('nameForm'),
      precisionMs: times[backup]?.precisionMs ?? 0,
      zoneShiftHours: times[backup]?.zoneShiftHours ?? 0,
      currency,
      previousRunAtMs: earlier?.header.collectedAtMs ?? null,
    };
  }

  function problem(copy: number, error: unknown, operation: string, path: BytePath): void {
    const { kind, message, remedy } = translateError(error, operation, range.copyIds[copy] ?? '', path);
    addProblem(partial, { copy, kind, operation, message, remedy: remedy ?? '' }, path);
  }
}

/** Walks the sorted lacks of the last run beside the sorted entries of this one. */
interface Memory {
  /** The lack that was remembered for `path`; those before it go to `passed`. With undefined, all that are left. */
  advanceTo(path: BytePath | undefined, passed: (lack: RememberedLack) => void): RememberedLack | undefined;
}

function createMemory(state: PairState | undefined): Memory {
  let head = state?.lacks.next();
  return {
    advanceTo(path, passed) {
      while (head !== undefined && head.done !== true && (path === undefined || head.value.path < path)) {
        passed(head.value);
        head = state?.lacks.next();
      }
      if (head === undefined || head.done === true || head.value.path !== path) return undefined;
      const found = head.value;
      head = state?.lacks.next();
      return found;
    },
  };
}

function known(side: Side | null | 'h'): Side | null {
  return side === 'h' ? null : side;
}

/** Whether a path lies at or below a hole (a directory ends in a slash). */
function isWithin(path: BytePath, hole: BytePath): boolean {
  return path === hole || (hole.endsWith('/') && path.startsWith(hole));
}

function latestOf(proofs: readonly CurrencyProof[]): number | null {
  return proofs.length === 0 ? null : Math.max(...proofs.map((proof) => proof.atMs));
}

/** What is left to say of a pair that was written while its content was read: it differs, where both are there. */
function withoutReading(own: Side | null | 'h', other: Side | null | 'h'): Result {
  const result = resultOf(own, other);
  return result === 'u' ? 'x' : result;
}
