/**
 * Characters that change what a terminal or a log shows instead of being shown: control characters (C0, DEL, C1), line
 * and paragraph separators, bidirectional marks and overrides, zero-width characters and other invisible formatting, and
 * halves of surrogate pairs. Emoji joiners are among them: a name that reads alike must not be another.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const SHORT: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A name or a foreign text made safe to print on one line: what would not be shown as itself becomes `\n`, `\t`, `\r`,
 * `\x1b` (up to U+00FF) or `\u{202e}`. Everything else, backslashes too, stays as it is, so this is for people and not
 * reversible; the bytes stand in the JSON report.
 */
export function escapeHidden(text: string): string {
  return text.replace(HIDDEN, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
