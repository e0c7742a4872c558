import * as crypto from 'node:crypto';
import { readSync } from 'node:fs';

/** A buffer for each file that is read side by side. Of a size that stays in the processor's cache. */
export interface ReadBuffers {
  readonly own: Buffer;
  readonly other: Buffer;
}

const CHUNK_BYTES = 256 * 1024;

export function createReadBuffers(): ReadBuffers {
  return { own: Buffer.allocUnsafeSlow(CHUNK_BYTES), other: Buffer.allocUnsafeSlow(CHUNK_BYTES) };
}

/** Which file a failed read belongs to: 0 is the file that is compared, others are those it is compared with, from 1. */
export class ReadFailure extends Error {
  readonly index: number;

  constructor(index: number, cause: unknown) {
    super('a file could not be read', { cause });
    this.name = 'ReadFailure';
    this.index = index;
  }
}

export interface ReadResult {
  /** For each file compared with: whether every byte, and the length, was equal. */
  readonly equal: readonly boolean[];
  /** SHA-256 (hex) of the first file where it was asked for. */
  readonly digest?: string;
  /** Bytes read from all files. */
  readonly bytes: number;
}

/**
 * Reads a file once, and beside it every file it is compared with, for as long as that one is equal. With `digest`, the
 * first file is read to its end whatever the others hold.
 *
 * @param sizeBytes the size that all of them had when they were opened; what grew beyond it since is another version
 * @param shouldStop is told after each chunk how many bytes were read since it was last asked; a stopped read throws `stopped`
 * @throws {ReadFailure} where a read failed, with the index of the file
 */
export function readSideBySide(
  own: number,
  others: readonly number[],
  sizeBytes: number,
  digest: boolean,
  buffers: ReadBuffers,
  shouldStop: (bytesRead: number) => boolean,
): ReadResult {
  const equal = others.map(() => true);
  let open = others.length;
  let hash: crypto.Hash | undefined;
  let oneShot: string | undefined;
  let bytes = 0;
  let told = 0;
  for (let at = 0; open > 0 || digest; ) {
    const wanted = Math.min(CHUNK_BYTES, sizeBytes - at);
    const count = readChunk(own, buffers.own, wanted, at, 0);
    bytes += count;
    const isLast = count < wanted || at + count >= sizeBytes;
    for (let index = 0; index < others.length; index++) {
      if (equal[index] !== true) continue;
      const otherCount = readChunk(others[index] as number, buffers.other, wanted, at, index + 1);
      bytes += otherCount;
      if (otherCount === count && buffers.own.compare(buffers.other, 0, count, 0, count) === 0) continue;
      equal[index] = false;
      open--;
    }
    if (digest) {
      const chunk = buffers.own.subarray(0, count);
      if (isLast && hash === undefined) oneShot = sha256(chunk);
      else {
        hash ??= crypto.createHash('sha256');
        hash.update(chunk);
      }
    }
    const isStopped = shouldStop(bytes - told);
    told = bytes;
    if (isLast) break;
    at += count;
    if (isStopped) throw new Error('stopped');
  }
  const digestHex = oneShot ?? hash?.digest('hex');
  return { equal, bytes, ...(digestHex === undefined ? {} : { digest: digestHex }) };
}

function sha256(bytes: Uint8Array): string {
  // `crypto.hash` came with Node 20.12 and saves an object for each small file.
  return crypto.hash('sha256', bytes, 'hex');
}

/** Fills `wanted` bytes of the buffer from `at`; fewer mean that the file ended there. */
function readChunk(file: number, buffer: Buffer, wanted: number, at: number, index: number): number {
  try {
    let count = readSync(file, buffer, 0, wanted, at);
    // A short read is the end of a file on disk, but not on every file system: only 0 says so for certain.
    while (count > 0 && count < wanted) {
      const more = readSync(file, buffer, count, wanted - count, at + count);
      if (more === 0) break;
      count += more;
    }
    return count;
  } catch (error) {
    throw new ReadFailure(index, error);
  }
}
