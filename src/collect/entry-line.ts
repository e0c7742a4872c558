import type { FinalRecord } from '../compare/final.ts';
import type { PathRecord, Side } from '../compare/record.ts';
import { isoTime } from '../lib/iso-time.ts';
import { bytePathOf, pathTextOf, unicodeOf } from '../model/path.ts';
import type { RangeOptions } from './range.ts';

/** One line of the stream that `--entries` writes: a JSON object with a class for one entry at one backup. */
export function entryLine(
  dataset: string,
  copy: string,
  record: FinalRecord,
  proof: 'listed' | 'read',
  lackSinceMs: number | undefined,
): string {
  const path = pathTextOf(record.path);
  return JSON.stringify({
    dataset,
    copy,
    path: path.text,
    ...(path.bytes === undefined ? {} : { pathBytes: path.bytes }),
    class: record.class,
    ...(record.class === 'same' ? { proof } : {}),
    ...(record.own === null ? {} : { primary: sideOf(record.own) }),
    ...(record.other === null ? {} : { backup: sideOf(record.other) }),
    ...(lackSinceMs === undefined ? {} : { lackSince: isoTime(lackSinceMs) }),
    ...(record.heldAs === undefined ? {} : { heldAs: pathTextOf(record.heldAs).text }),
    ...(record.blame === undefined ? {} : { blame: record.blame, because: record.because }),
    ...(record.inFlight ? { inFlight: true } : {}),
    ...(record.nameForm ? { nameForm: true } : {}),
    ...(record.digest === undefined ? {} : { sha256: record.digest }),
  });
}

/** Behind the path of a record that is settled already; no record and no final begins with it. */
const READY = '\0';

/**
 * What is the same at every backup that has it, as a line for the sorter that needs no settling: its lines of the stream
 * stand ready behind the path. Written by the threads that found it, since one thread alone would be the slowest part.
 */
export function packReady(record: PathRecord, options: RangeOptions): string {
  const { path, sides, results, above, digest } = record;
  const lines = results.flatMap((result, backup) => {
    if (result !== '=') return [];
    const final: FinalRecord = {
      path,
      backup,
      class: 'same',
      own: sideIn(sides, 0),
      other: sideIn(sides, backup + 1),
      above,
      inFlight: false,
      nameForm: false,
      isCounted: true,
      ...(digest === undefined ? {} : { digest }),
    };
    return [entryLine(options.entriesOf ?? '', options.copyIds[backup + 1] ?? '', final, options.proof, undefined)];
  });
  return `${path}\0${READY}${bytePathOf(lines.join('\n'))}`;
}

export function isReady(line: string): boolean {
  return line.charAt(line.indexOf('\0') + 1) === READY;
}

/** The lines of a record that is ready, without the last line feed. */
export function readyLines(line: string): string {
  const text = line.slice(line.indexOf('\0') + 2);
  return unicodeOf(text) ?? text;
}

function sideIn(sides: PathRecord['sides'], copy: number): Side | null {
  const side = sides[copy];
  return side === undefined || side === 'h' ? null : side;
}

const KINDS = { f: 'file', d: 'directory', l: 'symlink', s: 'special' } as const;

function sideOf(side: Side) {
  const modifiedAt = side.m > 0 ? isoTime(side.m) : undefined;
  return {
    kind: KINDS[side.k],
    sizeBytes: side.size,
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    ...(side.link === undefined ? {} : { linkTarget: pathTextOf(side.link).text }),
  };
}
