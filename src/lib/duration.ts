const UNITS: readonly (readonly [string, number])[] = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
];
const MILLISECONDS: Readonly<Record<string, number>> = { ...Object.fromEntries(UNITS), ms: 1 };
const PART = /(\d+(?:\.\d+)?)\s*(ms|[wdhms])/y;

/** Reads `26h`, `8d`, `1d 12h`, `500ms` into milliseconds; undefined for anything else, a bare number included. */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim();
  let total = 0;
  let at = 0;
  while (at < compact.length) {
    PART.lastIndex = at;
    const match = PART.exec(compact);
    const unit = match?.[2] === undefined ? undefined : MILLISECONDS[match[2]];
    if (match === null || unit === undefined) return undefined;
    total += Number(match[1]) * unit;
    at = PART.lastIndex;
    while (compact[at] === ' ') at++;
  }
  return at === 0 || !Number.isFinite(total) ? undefined : total;
}

/** A duration for people: at most two neighbouring units, the rest cut off (`3d 4h`, `26h`, `12m`, `45s`). Up to two days it counts in hours. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))}ms`;
  const days = Math.floor(ms / 86_400_000);
  if (days >= 730) return `${Math.floor(days / 365)}y`;
  if (days >= 2) return pair([days, 'd'], [Math.floor((ms % 86_400_000) / 3_600_000), 'h']);
  const hours = Math.floor(ms / 3_600_000);
  if (hours >= 1) return pair([hours, 'h'], [Math.floor((ms % 3_600_000) / 60_000), 'm']);
  return pair([Math.floor(ms / 60_000), 'm'], [Math.floor((ms % 60_000) / 1_000), 's']);
}

function pair(large: readonly [number, string], small: readonly [number, string]): string {
  return [large, small]
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}
