import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 128 * 1024;

export interface LineWriter {
  write(line: string): void;
  /** Ends the file: everything is on disk when it returns. */
  finish(): void;
  /** Closes without promising anything. */
  abandon(): void;
}

/** Writes a new file of lines (UTF-8) in large pieces. `flags` as for open(2): `wx`, `w`, `a`. */
export function createLineWriter(path: string, flags: string): LineWriter {
  const file = openSync(path, flags, 0o600);
  let pending: string[] = [];
  let pendingChars = 0;
  const flush = () => {
    const bytes = Buffer.from(pending.join(''), 'utf8');
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
    pending = [];
    pendingChars = 0;
  };
  return {
    write(line) {
      pending.push(line, '\n');
      pendingChars += line.length;
      if (pendingChars >= BUFFER_BYTES) flush();
    },
    finish() {
      flush();
      try {
        fsyncSync(file);
      } catch (error) {
        // Pipes and devices have nothing to bring to disk.
        if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP')))
          throw error;
      }
      closeSync(file);
    },
    abandon: () => closeSync(file),
  };
}

/**
 * Reads a file line by line with bounded memory. A last line without line feed was torn and is left out.
 *
 * @throws the system's error where the file cannot be opened or read
 */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const count = readSync(file, buffer, 0, BUFFER_BYTES, null);
      if (count === 0) return;
      const bytes = rest.length === 0 ? buffer.subarray(0, count) : Buffer.concat([rest, buffer.subarray(0, count)]);
      let at = 0;
      for (let end = bytes.indexOf(10, at); end >= 0; end = bytes.indexOf(10, at)) {
        yield bytes.toString('utf8', at, end);
        at = end + 1;
      }
      rest = Buffer.from(bytes.subarray(at));
    }
  } finally {
    closeSync(file);
  }
}
