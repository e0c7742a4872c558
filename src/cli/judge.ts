import { resolve } from 'node:path';
import { evaluate } from '../evaluate.ts';
import { FirebreakError } from '../model/errors.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Policy } from '../model/policy.ts';
import type { Report } from '../model/report.ts';
import { loadReporter, reporterIds } from '../reporters/registry.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOfReport } from './exit-code.ts';
import { checkOutput, writeOutput } from './output-file.ts';
import type { PrintingOptions } from './run-options.ts';

/** Width of reports in files, where no terminal sets one. */
const FILE_COLUMNS = 80;

/** A report that goes to a file: `json=path`. */
interface Destination {
  readonly format: string;
  readonly path: string;
}

/**
 * Refuses formats that do not exist and files that cannot be written before anything is collected.
 *
 * @throws {FirebreakError} `config-invalid`
 */
export async function checkPrinting(options: PrintingOptions, { cwd }: CommandContext): Promise<void> {
  for (const format of [options.format, ...destinationsOf(options).map((destination) => destination.format)]) {
    if (reporterIds.includes(format)) continue;
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'read options',
      message: `There is no report format \`${format}\`.`,
      remedy: `Use one of ${reporterIds.join(', ')}.`,
    });
  }
  for (const { path } of destinationsOf(options)) await checkOutput(resolve(cwd, path));
}

/** Judges evidence, prints the reports, and sets the exit status. */
export async function judgeAndPrint(
  evidence: Evidence,
  policy: Policy,
  options: PrintingOptions,
  context: CommandContext,
): Promise<void> {
  const report = evaluate(evidence, policy);
  for (const { format, path } of destinationsOf(options)) {
    const reporter = await loadReporter(format);
    await writeOutput(resolve(context.cwd, path), reporter.render(report, { columns: FILE_COLUMNS, colour: false }));
  }
  context.setExitCode(exitCodeOfReport(report));
  if (options.quiet === true && isSilent(report)) return;
  const reporter = await loadReporter(options.format);
  const columns = context.isStdoutTty ? context.columns : FILE_COLUMNS;
  context.stdout(reporter.render(report, { columns, colour: isColourWanted(options, context) }));
}

/** What cron must not send a mail about. */
function isSilent(report: Report): boolean {
  return report.verdict === 'pass';
}

function isColourWanted(options: PrintingOptions, { env, isStdoutTty }: CommandContext): boolean {
  const isRefused = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return options.color && isStdoutTty && !isRefused;
}

function destinationsOf(options: PrintingOptions): readonly Destination[] {
  return (options.report ?? []).map((text) => {
    const at = text.indexOf('=');
    if (at > 0 && at < text.length - 1) return { format: text.slice(0, at), path: text.slice(at + 1) };
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'read options',
      message: `--report ${text} names no file.`,
      remedy: 'Write it as format=path, such as --report json=report.json.',
    });
  });
}
