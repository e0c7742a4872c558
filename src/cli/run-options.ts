import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../model/policy.ts';

/** What `verify` and `collect` take to know where the copies are. */
export interface SourceOptions {
  readonly config?: string;
  readonly primary?: string;
  readonly backup?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface CollectingOptions {
  readonly entries?: string;
  readonly digest?: 'sha256';
  /** A folder; false where nothing is to be remembered. */
  readonly state?: string | false;
  readonly threads?: number;
}

export interface JudgingOptions {
  readonly failOn: (typeof SEVERITIES)[number] | 'none';
  readonly rpo?: string;
  readonly assurance?: string;
}

export interface PrintingOptions {
  readonly format: string;
  readonly report?: readonly string[];
  readonly quiet?: boolean;
  readonly color: boolean;
}

export function addConfigOption(command: Command): Command {
  // FIREBREAK_CONFIG is read where the configuration is looked for, so that errors can name it.
  return command.option('-c, --config <file>', 'the configuration (also FIREBREAK_CONFIG)');
}

export function addSourceOptions(command: Command): Command {
  return addConfigOption(command)
    .option('--primary <url>', 'the data that must survive; without a configuration')
    .option('--backup <url>', 'a copy of it; may be given several times', collectValues)
    .option('--exclude <glob>', 'leave paths out, at every copy; may be given several times', collectValues);
}

export function addCollectingOptions(command: Command): Command {
  return command
    .option('--entries <path>', 'write the class of every entry at every backup, as JSON lines')
    .addOption(
      new Option('--digest <algorithm>', 'with --entries: also the digest of every compared file').choices(['sha256']),
    )
    .addOption(
      new Option('--state <folder>', 'where to remember since when entries are lacking').env('FIREBREAK_STATE'),
    )
    .option('--no-state', 'remember nothing: every run is a first run')
    .addOption(
      new Option('--threads <count>', 'how many threads compare').argParser(parseCount).env('FIREBREAK_THREADS'),
    );
}

export function addJudgingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--fail-on <severity>', 'the lowest severity that makes the run fail')
        .choices([...SEVERITIES, 'none'])
        .default('error')
        .env('FIREBREAK_FAIL_ON'),
    )
    .option('--rpo <duration>', 'longest accepted age of a change that a copy lacks (26h, 8d), for every dataset')
    .option(
      '--assurance <level>',
      'weakest accepted proof of content (listed, stated, computed, read), for every dataset',
    );
}

export function addPrintingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --format <format>', 'what goes to standard output').default('terminal').env('FIREBREAK_FORMAT'),
    )
    .option('--report <format=path>', 'also write a report to a file; may be given several times', collectValues)
    .option('-q, --quiet', 'print nothing when all is proven good')
    .option('--no-color', 'no colour; it never carries meaning alone');
}

function collectValues(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function parseCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('It takes a whole number from 1 to 64.');
}
