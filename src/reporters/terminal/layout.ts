import { styleText } from 'node:util';
import { displayWidth, splitAtWidth } from '../../lib/display-width.ts';
import { escapeHidden } from '../../lib/escape.ts';

/** Narrower than this, columns cannot be read any more; a narrower terminal wraps by itself. */
const NARROWEST = 60;
/** A prefix wider than this share of the line stands on a line of its own. */
const WIDEST_PREFIX = 0.6;
const OWN_LINE_INDENT = 4;

/** What all parts of the report draw on. */
export interface Canvas {
  readonly columns: number;
  readonly colour: boolean;
}

export type Style = Parameters<typeof styleText>[0];

export function canvasOf(options: { readonly columns: number; readonly colour: boolean }): Canvas {
  const columns = Number.isFinite(options.columns) ? Math.floor(options.columns) : NARROWEST;
  return { columns: Math.max(NARROWEST, columns), colour: options.colour };
}

/**
 * Lines of a text that hangs behind a prefix, none wider than the canvas. Both are escaped here, so that no part of the
 * report can forget it; the style colours the prefix alone.
 */
export function hang(canvas: Canvas, prefix: string, text: string, style?: Style): readonly string[] {
  const head = escapeHidden(prefix);
  const width = displayWidth(head);
  const paint = (plain: string) => (style === undefined ? plain : painted(canvas, plain, style));
  if (width > canvas.columns * WIDEST_PREFIX) {
    const lines = wrapped(head.trimEnd(), canvas.columns).map(paint);
    if (text === '') return lines;
    return [...lines, ...hang(canvas, ' '.repeat(indentOf(head) + OWN_LINE_INDENT), text)];
  }
  const [first = '', ...rest] = wrapped(escapeHidden(text), canvas.columns - width);
  if (first === '') return [paint(head.trimEnd())];
  return [paint(head) + first, ...rest.map((line) => ' '.repeat(width) + line)];
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function painted(canvas: Canvas, plain: string, style: Style): string {
  if (!canvas.colour || plain === '') return plain;
  // Blanks stay outside, so that a background or underline would not show them. Whether to colour was decided before.
  const bare = plain.trim();
  const at = plain.indexOf(bare);
  const styled = styleText(style, bare, { validateStream: false });
  return plain.slice(0, at) + styled + plain.slice(at + bare.length);
}

/** Breaks at blanks, else (a long path) between characters. Runs of blanks inside a line stay, as names may hold them. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const cells = displayWidth(word);
    if (line !== '' && used + 1 + cells <= width) {
      line += ` ${word}`;
      used += 1 + cells;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = splitAtWidth(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    used = displayWidth(line);
  }
  lines.push(line);
  return lines.map((one) => one.trimEnd()).filter((one) => one !== '');
}
