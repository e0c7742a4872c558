import type { FinalRecord } from '../compare/final.ts';
import type { Side } from '../compare/record.ts';
import { isoTime } from '../lib/iso-time.ts';
import { pathTextOf } from '../model/path.ts';

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
