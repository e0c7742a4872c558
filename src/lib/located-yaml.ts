import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlFault extends Place {
  /** A sentence without a period. */
  readonly message: string;
}

export interface LocatedYaml {
  readonly value: unknown;
  /** Where the value at a path stands; the nearest one above it where there is none. */
  valueAt(path: readonly PropertyKey[]): Place;
  /** Where the key of a path stands. */
  keyAt(path: readonly PropertyKey[]): Place;
}

const START: Place = { line: 1, column: 1 };
/** More aliases than this are an attack or an accident. */
const MOST_ALIASES = 100;

/**
 * Parses YAML 1.2 (core schema) and keeps where everything stands.
 *
 * @returns faults instead of a document where it is no YAML; duplicate keys and several documents are faults too
 */
export function parseLocatedYaml(text: string): LocatedYaml | readonly YamlFault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const placeOf = (offset: number | undefined): Place => {
    if (offset === undefined) return START;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    message: fault.message.replace(/\.$/, ''),
    ...placeOf(fault.pos[0]),
  }));
  if (faults.length > 0) return faults;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    return [{ message: error instanceof Error ? error.message : String(error), ...START }];
  }

  /** The deepest key and value on the way to a path. */
  function follow(path: readonly PropertyKey[]): { readonly key: Node | null; readonly value: Node | null } {
    let key: Node | null = null;
    let node: Node | null = isNode(document.contents) ? document.contents : null;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document) ?? null;
      let next: Node | null = null;
      if (isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
        if (pair === undefined) break;
        key = isNode(pair.key) ? pair.key : null;
        next = isNode(pair.value) ? pair.value : key;
      } else if (isSeq(node) && typeof step === 'number') {
        const item = node.items[step];
        next = isNode(item) ? item : null;
        key = next;
      }
      if (next === null) break;
      node = next;
    }
    return { key, value: node };
  }

  return {
    value,
    valueAt: (path) => placeOf(follow(path).value?.range?.[0]),
    keyAt: (path) => {
      const found = follow(path);
      return placeOf((found.key ?? found.value)?.range?.[0]);
    },
  };
}
