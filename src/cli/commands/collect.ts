import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addCollectingOptions, addSourceOptions, type CollectingOptions, type SourceOptions } from '../run-options.ts';

interface OutputOptions {
  readonly output?: string;
  readonly quiet?: boolean;
}

export function registerCollect(program: Command, context: CommandContext): void {
  const command = program
    .command('collect')
    .argument('[dataset...]', 'ids of the datasets; all where none is named')
    .description('The first half of verify: look at every copy and write down what was seen, without judging it')
    .option('-o, --output <path>', 'where the evidence goes; standard output where none is named')
    .option('-q, --quiet', 'no progress');
  addSourceOptions(command);
  addCollectingOptions(command);
  command.action(async (ids: readonly string[], options: SourceOptions & CollectingOptions & OutputOptions) => {
    const [{ loadRun }, { collectEvidence }] = await Promise.all([
      import('../load-run.ts'),
      import('../collect-evidence.ts'),
    ]);
    const { requests } = await loadRun(ids, { ...options, failOn: 'error' }, context);
    const evidence = await collectEvidence(requests, options, context);
    const text = `${JSON.stringify(evidence, null, 2)}\n`;
    if (options.output === undefined) context.stdout(text);
    else await writeFile(resolve(context.cwd, options.output), text);
  });
}
