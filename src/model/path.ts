/**
 * A path relative to a copy's root, `/`-separated, without leading slash, held as bytes: each UTF-16 unit (0 to 255)
 * is one byte of the name as the store keeps it (`latin1` decoding). So `<` on two of them is byte order, names that
 * are not valid UTF-8 lose nothing, and V8 stores one byte a character.
 */
export type BytePath = string;

/** A path as JSON carries it. `bytes` (hex) stands beside it only where the name is not valid UTF-8; `text` then shows each stray byte as `\xHH`. */
export interface PathText {
  readonly text: string;
  readonly bytes?: string;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NON_ASCII = /[^\x00-\x7f]/;

/** Turns a Unicode path (a configuration value, an object key) into its UTF-8 bytes. */
export function bytePathOf(text: string): BytePath {
  return NON_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** The Unicode text of a path, or `undefined` where its bytes are not valid UTF-8. */
export function unicodeOf(path: BytePath): string | undefined {
  if (!NON_ASCII.test(path)) return path;
  try {
    return strict.decode(Buffer.from(path, 'latin1'));
  } catch {
    return undefined; // not UTF-8: the caller shows bytes instead
  }
}

/** The path as evidence and reports carry it: lossless, and printable once control characters are escaped. */
export function pathTextOf(path: BytePath): PathText {
  const text = unicodeOf(path);
  if (text !== undefined) return { text };
  const bytes = Buffer.from(path, 'latin1');
  return { text: lossyText(bytes), bytes: bytes.toString('hex') };
}

/** The inverse of {@link pathTextOf}. */
export function bytePathOfText(path: PathText): BytePath {
  return path.bytes === undefined ? bytePathOf(path.text) : Buffer.from(path.bytes, 'hex').toString('latin1');
}

function lossyText(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const width = sequenceWidth(bytes, at);
    text +=
      width === 0 ? `\\x${bytes[at]?.toString(16).padStart(2, '0')}` : bytes.subarray(at, at + width).toString('utf8');
    at += Math.max(width, 1);
  }
  return text;
}

/** How many bytes the valid UTF-8 sequence at `at` has; 0 where none starts there. */
function sequenceWidth(bytes: Buffer, at: number): number {
  for (let width = 1; width <= 4 && at + width <= bytes.length; width++) {
    try {
      strict.decode(bytes.subarray(at, at + width));
      return width;
    } catch {
      // a longer sequence may still be valid
    }
  }
  return 0;
}
