import type { AdapterMeta } from '../adapters/adapter.ts';
import type { CheckMeta } from '../checks/define.ts';
import type { LayoutMeta } from '../layouts/layout.ts';
import type { ReporterMeta } from '../reporters/reporter.ts';
import { type Canvas, hang } from '../reporters/terminal/layout.ts';

/** The page of a check: why it is there, what to do, when it is right to waive it. */
export function explainCheck(canvas: Canvas, meta: CheckMeta): string {
  const { id, title, failTitle, severity, category, rationale, remediation, whenToWaive, references, examples } = meta;
  return page(canvas, `${id}  (check, ${severity}, ${category})`, [
    ['Holds', [`${title}.`]],
    ['Fails', [`${failTitle}.`]],
    ['Why', [rationale]],
    ['What to do', [remediation]],
    ['When to waive', [whenToWaive]],
    ['Examples', examples.map((example) => `${example.verdict}: ${example.title}.`)],
    ['References', references],
  ]);
}

/** The page of an adapter: what it reads, with which operations, what it needs and what it can never tell. */
export function explainAdapter(canvas: Canvas, meta: AdapterMeta): string {
  return page(canvas, `${meta.id}  (adapter)`, [
    ['Reads', [`${meta.title}.`]],
    ['URLs', meta.urls],
    ['Operations', [...meta.operations, 'Nothing else; none of these writes or deletes.']],
    ['Needs', meta.leastPrivilege],
    ['Cannot tell', meta.limits],
  ]);
}

export function explainLayout(canvas: Canvas, meta: LayoutMeta): string {
  return page(canvas, `${meta.id}  (layout)`, [
    ['What', [`${meta.title}.`]],
    ['How', [meta.description]],
  ]);
}

export function explainReporter(canvas: Canvas, meta: ReporterMeta): string {
  return page(canvas, `${meta.id}  (report format)`, [
    ['Writes', [`${meta.title}.`]],
    ['Media type', [meta.mediaType]],
  ]);
}

type Section = readonly [heading: string, texts: readonly string[]];

function page(canvas: Canvas, head: string, sections: readonly Section[]): string {
  const blocks = sections
    .filter(([, texts]) => texts.length > 0)
    .map(([heading, texts]) => {
      const bullet = texts.length > 1 ? '  - ' : '  ';
      return [...hang(canvas, '', heading, 'bold'), ...texts.flatMap((text) => hang(canvas, bullet, text))].join('\n');
    });
  return `${[hang(canvas, '', head).join('\n'), ...blocks].join('\n\n')}\n`;
}
