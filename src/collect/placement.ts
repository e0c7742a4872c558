import type { LocalRoot } from '../adapters/adapter.ts';
import type { Placement } from '../model/evidence.ts';
import type { BytePath } from '../model/path.ts';

/** How a backup's root lies to the primary's. A root without a place on this machine cannot be told. */
export function placementOf(primary: LocalRoot | undefined, backup: LocalRoot | undefined): Placement {
  if (primary === undefined || backup === undefined) return 'unknown';
  if (primary.device === backup.device && primary.inode === backup.inode) return 'same-directory';
  if (relativeTo(primary.path, backup.path) !== undefined) return 'inside-primary';
  if (relativeTo(backup.path, primary.path) !== undefined) return 'around-primary';
  return 'apart';
}

/** A root with the places of all other roots inside it, so that no copy is listed as a part of another. */
export function withNested(root: LocalRoot, others: readonly LocalRoot[]): LocalRoot {
  const nested = others
    .map((other) => relativeTo(root.path, other.path))
    .filter((path): path is BytePath => path !== undefined && path !== '');
  return { ...root, nested };
}

/** The path of `inner` below `outer`; undefined where it does not lie there. */
function relativeTo(outer: BytePath, inner: BytePath): BytePath | undefined {
  if (inner === outer) return '';
  return inner.startsWith(`${outer}/`) ? inner.slice(outer.length + 1) : undefined;
}
