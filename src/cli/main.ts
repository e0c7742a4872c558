import { Command, CommanderError } from 'commander';
import { FirebreakError } from '../model/errors.ts';
import type { CommandContext } from './context.ts';
import { EXIT_CODES, exitCodeOfError } from './exit-code.ts';
import { toolVersion } from './version.ts';

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Gives the command its arguments, options and action. */
  readonly setUp: () => Promise<(command: Command, context: CommandContext) => void>;
}

const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'verify',
    description: 'Compare every backup with its primary, find out what they share, and judge both',
    setUp: async () => (await import('./commands/verify.ts')).setUpVerify,
  },
  {
    name: 'collect',
    description: 'The first half of verify: look at every copy and write down what was seen, without judging it',
    setUp: async () => (await import('./commands/collect.ts')).setUpCollect,
  },
  {
    name: 'evaluate',
    description: 'The second half of verify: judge evidence that was collected before, offline',
    setUp: async () => (await import('./commands/evaluate.ts')).setUpEvaluate,
  },
  {
    name: 'explain',
    description: 'Tell why a check is there, what to do, and when to waive it; or what an adapter does and needs',
    setUp: async () => (await import('./commands/explain.ts')).setUpExplain,
  },
  {
    name: 'list',
    description: 'List the checks, adapters, layouts and report formats',
    setUp: async () => (await import('./commands/list.ts')).setUpList,
  },
  {
    name: 'schema',
    description: 'Print the JSON Schema (draft 2020-12) of the JSON report, or of evidence',
    setUp: async () => (await import('./commands/schema.ts')).setUpSchema,
  },
  {
    name: 'config',
    description: 'Check the configuration, or print its schema for editors',
    setUp: async () => (await import('./commands/config.ts')).setUpConfig,
  },
];

const EXIT_HELP = `
Exit status:
  0  proven good           3  not proven
  1  a finding             4  internal error
  2  usage, configuration  5  another run holds the lock
`;

/** Runs one command line and answers with the exit status. Never throws, never ends the process. */
export async function run(argv: readonly string[], base: Omit<CommandContext, 'setExitCode'>): Promise<number> {
  let exitCode: number = EXIT_CODES.pass;
  const context: CommandContext = {
    ...base,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  try {
    const program = await createProgram(argv, context);
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failureOf(error, context);
  }
}

/** Runs the process's own command line; the first SIGINT or SIGTERM stops it in order, the second one at once. */
export async function runProcess(self: NodeJS.Process): Promise<number> {
  const controller = new AbortController();
  let interruptedBy: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    interruptedBy = signal;
    // Without our handlers the next signal ends the process as any other.
    self.removeListener('SIGINT', stop);
    self.removeListener('SIGTERM', stop);
    self.stderr.write('\nfirebreak: stopping; once more to stop at once\n');
    controller.abort(new Error(signal));
  };
  self.on('SIGINT', stop);
  self.on('SIGTERM', stop);
  let outputError: NodeJS.ErrnoException | undefined;
  self.stdout.on('error', (error: NodeJS.ErrnoException) => {
    outputError ??= error;
  });
  try {
    const exitCode = await run(self.argv.slice(2), {
      stdout: (text) => void self.stdout.write(text),
      stderr: (text) => void self.stderr.write(text),
      env: self.env,
      cwd: self.cwd(),
      signal: controller.signal,
      isStdoutTty: self.stdout.isTTY === true,
      isStderrTty: self.stderr.isTTY === true,
      columns: self.stdout.columns ?? self.stderr.columns ?? 80,
    });
    // Only once everything is written, or refused, is it known whether it was.
    await new Promise<void>((resolve) => void self.stdout.write('', () => resolve()));
    if (interruptedBy === undefined)
      return outputError === undefined ? exitCode : exitCodeAfter(outputError, exitCode, self);
    return interruptedBy === 'SIGTERM' ? EXIT_CODES.terminated : EXIT_CODES.interrupted;
  } finally {
    self.removeListener('SIGINT', stop);
    self.removeListener('SIGTERM', stop);
  }
}

/** A reader that left (`| head`) has what it wanted; any other failure to write means that nobody has the whole report. */
function exitCodeAfter(error: NodeJS.ErrnoException, exitCode: number, self: NodeJS.Process): number {
  if (error.code === 'EPIPE') return exitCode;
  self.stderr.write(`firebreak: the output cannot be written: ${error.message}\n`);
  return EXIT_CODES.internal;
}

/** What is not asked for is named in the help and not loaded. */
async function createProgram(argv: readonly string[], context: CommandContext): Promise<Command> {
  const program = new Command('firebreak')
    .description('What do you get back, from which copy, how old, and how sure are you?')
    .version(toolVersion())
    .showHelpAfterError('(firebreak --help tells more)')
    .showSuggestionAfterError()
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .exitOverride();
  for (const { name, description, setUp } of COMMANDS) {
    const command = program.command(name).description(description);
    if (argv.includes(name)) (await setUp())(command, context);
    for (const one of [command, ...command.commands]) one.copyInheritedSettings(program);
  }
  program.addHelpText('after', EXIT_HELP);
  return program;
}

function failureOf(error: unknown, context: CommandContext): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.pass : EXIT_CODES.usage;
  if (error instanceof FirebreakError) {
    const remedy = error.remedy === undefined ? '' : `\n  → ${error.remedy}`;
    if (error.kind !== 'aborted') context.stderr(`firebreak: ${error.message}${remedy}\n`);
    return exitCodeOfError(error.kind);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.stderr(`firebreak: internal error; please report it with this text:\n${text}\n`);
  return EXIT_CODES.internal;
}
