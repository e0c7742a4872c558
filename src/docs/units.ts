import { adapterIds, loadAdapter } from '../adapters/registry.ts';
import { checks } from '../checks/registry.ts';
import { layouts } from '../layouts/registry.ts';
import { loadReporter, reporterIds } from '../reporters/registry.ts';
import type { Canvas } from '../reporters/terminal/layout.ts';
import { explainAdapter, explainCheck, explainLayout, explainReporter } from './explain.ts';

/** The kinds of units, in the order in which `list` shows them, by the word that `list` takes. */
export const UNIT_KINDS = ['checks', 'adapters', 'layouts', 'reporters'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** Anything that has a page. */
export interface Unit {
  readonly id: string;
  readonly kind: UnitKind;
  /** One phrase, without a period. */
  readonly title: string;
  explain(canvas: Canvas): string;
}

/** Every unit of the registries, by kind, then in the order of its registry. */
export async function loadUnits(): Promise<readonly Unit[]> {
  const adapters = await Promise.all(adapterIds.map(loadAdapter));
  const reporters = await Promise.all(reporterIds.map(loadReporter));
  return [
    ...checks.map(({ meta }) => unit('checks', meta, meta.failTitle, (canvas) => explainCheck(canvas, meta))),
    ...adapters.map(({ meta }) => unit('adapters', meta, meta.title, (canvas) => explainAdapter(canvas, meta))),
    ...layouts.map(({ meta }) => unit('layouts', meta, meta.title, (canvas) => explainLayout(canvas, meta))),
    ...reporters.map(({ meta }) => unit('reporters', meta, meta.title, (canvas) => explainReporter(canvas, meta))),
  ];
}

function unit(kind: UnitKind, { id }: { readonly id: string }, title: string, explain: Unit['explain']): Unit {
  return { id, kind, title, explain };
}
