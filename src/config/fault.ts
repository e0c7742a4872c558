import { FirebreakError } from '../model/errors.ts';

/** One thing that is wrong with a configuration: where, what, and what would be right. */
export interface ConfigFault {
  readonly line: number;
  readonly column: number;
  /** As people write it: `datasets[0].backups[1].url`; empty for the file as a whole. */
  readonly path: string;
  /** A sentence with its period. */
  readonly message: string;
  /** A sentence with its period. */
  readonly remedy?: string;
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

/** All faults of a file as one error, in the order of the file. */
export function configError(file: string, faults: readonly ConfigFault[]): FirebreakError {
  const ordered = [...faults].sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1),
  );
  const lines = ordered.map(({ line, column, path, message, remedy }) => {
    const where = path === '' ? '' : `${path}: `;
    return `${file}:${line}:${column}: ${where}${message}${remedy === undefined ? '' : ` ${remedy}`}`;
  });
  return new FirebreakError({ kind: 'config-invalid', operation: 'read configuration', message: lines.join('\n') });
}
