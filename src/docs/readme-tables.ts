import type { AdapterMeta } from '../adapters/adapter.ts';
import type { CheckMeta } from '../checks/define.ts';

/** A region of the README that is written from the code. */
export interface ReadmeTable {
  /** It stands between `<!-- name:start -->` and `<!-- name:end -->`. */
  readonly name: string;
  readonly markdown: string;
}

export function checksTable(metas: readonly CheckMeta[]): ReadmeTable {
  const rows = metas.map(({ id, failTitle, severity }) => [`\`${id}\``, failTitle, severity]);
  return { name: 'checks', markdown: table(['check', 'it fails where', 'severity'], rows) };
}

export function adaptersTable(metas: readonly AdapterMeta[]): ReadmeTable {
  const rows = metas.map(({ id, title, urls }) => [`\`${id}\``, title, urls.map((url) => `\`${url}\``).join(', ')]);
  return { name: 'adapters', markdown: table(['adapter', 'reads', 'URLs'], rows) };
}

/**
 * The README with every table in its place.
 *
 * @throws {Error} where a table has no place
 */
export function withTables(readme: string, tables: readonly ReadmeTable[]): string {
  return tables.reduce((text, { name, markdown }) => {
    const start = `<!-- ${name}:start -->\n`;
    const from = text.indexOf(start);
    const to = text.indexOf(`<!-- ${name}:end -->`);
    if (from < 0 || to < from) throw new Error(`The README has no place for the table of ${name}.`);
    return `${text.slice(0, from + start.length)}${markdown}${text.slice(to)}`;
  }, readme);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('');
}
