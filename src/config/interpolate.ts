import type { ConfigFault } from './fault.ts';
import { pathText } from './fault.ts';

/** Where a `${…}` may take its text from. */
export interface Variables {
  readonly env: NodeJS.ProcessEnv;
  readonly vars: Readonly<Record<string, string>>;
}

interface Fault extends Pick<ConfigFault, 'message' | 'remedy'> {
  readonly path: readonly PropertyKey[];
}

export interface Interpolated {
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

const REFERENCE = /\$(?:\$|\{([^}]*)\})/g;
const NAME = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Puts texts in the place of `${NAME}` and `${NAME:-default}`, and `$` in that of `$$`, in values only, after parsing.
 * Below a `credential` names are those of the environment; elsewhere those listed under `vars`. One that is not set is a
 * fault: an empty text in its place would quietly point at something else.
 */
export function interpolate(value: unknown, variables: Variables): Interpolated {
  const faults: Fault[] = [];

  function walk(node: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof node === 'string') return replace(node, path);
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item, [...path, key])]));
  }

  function replace(text: string, path: readonly PropertyKey[]): string {
    if (path[0] === 'vars') return text;
    const isCredential = path.includes('credential');
    return text.replace(REFERENCE, (whole, inner: string | undefined) => {
      if (inner === undefined) return '$';
      const [, name, fallback] = NAME.exec(inner) ?? [];
      if (name === undefined) {
        faults.push({
          path,
          message: `\`${whole}\` is no reference.`,
          remedy: 'Write ${NAME}, ${NAME:-default}, or $$ for a dollar sign.',
        });
        return whole;
      }
      const found = isCredential
        ? variables.env[name]
        : Object.hasOwn(variables.vars, name)
          ? variables.vars[name]
          : undefined;
      if (found !== undefined && found !== '') return found;
      if (fallback !== undefined) return fallback;
      faults.push(
        isCredential
          ? {
              path,
              message: `\`\${${name}}\` is not set in the environment.`,
              remedy: `Set ${name}, or give a default: \${${name}:-text}.`,
            }
          : {
              path,
              message: `\`\${${name}}\` is not listed under \`vars\`.`,
              remedy: `List it there (${pathText(['vars', name])}); the environment is read in credentials only.`,
            },
      );
      return whole;
    });
  }

  return { value: walk(value, []), faults };
}
