const LAST_MS = 8.64e15;

/** RFC 3339 in UTC; undefined for a time that no calendar holds (file systems can store some). */
export function isoTime(atMs: number): string | undefined {
  return Math.abs(atMs) <= LAST_MS ? new Date(atMs).toISOString() : undefined;
}
