import type { BytePath } from '../model/path.ts';

/** The directory part of a path, with its slash; empty for a name at the root. */
export function directoryOf(path: BytePath): BytePath {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

export function baseNameOf(path: BytePath): BytePath {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * How the directories of a move differ, once what they have in common at their ends is taken away: `old/x/` against
 * `new/x/` is `old` to `new`, so a renamed directory gives one shift for everything below it.
 */
export function shiftOf(from: BytePath, to: BytePath): string {
  const a = directoryOf(from).split('/').slice(0, -1);
  const b = directoryOf(to).split('/').slice(0, -1);
  let common = 0;
  while (common < a.length && common < b.length && a.at(-1 - common) === b.at(-1 - common)) common++;
  return `${a.slice(0, a.length - common).join('/')}\0${b.slice(0, b.length - common).join('/')}`;
}

/** The form under which names that differ only in Unicode composition or letter case are one. Names that are not UTF-8 fold to themselves. */
export function foldName(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
