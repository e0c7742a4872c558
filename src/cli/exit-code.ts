import type { ErrorKind } from '../model/errors.ts';
import type { Report } from '../model/report.ts';

/** What the process answers with. Findings win over what is not proven. */
export const EXIT_CODES = {
  pass: 0,
  fail: 1,
  usage: 2,
  unproven: 3,
  internal: 4,
  locked: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export function exitCodeOfReport(report: Report): number {
  return EXIT_CODES[report.verdict];
}

/** For errors that end a run before there is a report. */
export function exitCodeOfError(kind: ErrorKind): number {
  if (kind === 'config-invalid') return EXIT_CODES.usage;
  if (kind === 'locked') return EXIT_CODES.locked;
  if (kind === 'aborted') return EXIT_CODES.interrupted;
  return EXIT_CODES.internal;
}
