import { createHash } from 'node:crypto';
import type { Evidence } from './evidence.ts';

/** SHA-256 (hex) over the canonical JSON of evidence without its digest: members in the order of their names, no white space. */
export function digestEvidence(evidence: Omit<Evidence, 'digest'> & { readonly digest?: string }): string {
  const { digest: _, ...rest } = evidence;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** JSON with the members of every object in the order of their names (UTF-16 units), so that equal data give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
