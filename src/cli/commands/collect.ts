import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { checkOutput, writeOutput } from '../output-file.ts';
import { addCollectingOptions, addSourceOptions, type CollectingOptions, type SourceOptions } from '../run-options.ts';

interface OutputOptions {
  readonly output?: string;
  readonly quiet?: boolean;
}

export function setUpCollect(command: Command, context: CommandContext): void {
  command
    .argument('[dataset...]', 'ids of the datasets; all where none is named')
    .option('-o, --output <path>', 'where the evidence goes; standard output where none is named')
    .option('-q, --quiet', 'no progress');
  addSourceOptions(command);
  addCollectingOptions(command);
  command.action(async (ids: readonly string[], options: SourceOptions & CollectingOptions & OutputOptions) => {
    const [{ loadRun }, { collectEvidence }] = await Promise.all([
      import('../load-run.ts'),
      import('../collect-evidence.ts'),
    ]);
    if (options.output !== undefined) await checkOutput(resolve(context.cwd, options.output));
    const { requests } = await loadRun(ids, { ...options, failOn: 'error' }, context);
    const evidence = await collectEvidence(requests, options, context);
    const text = `${JSON.stringify(evidence, null, 2)}\n`;
    if (options.output === undefined) context.stdout(text);
    else await writeOutput(resolve(context.cwd, options.output), text);
  });
}
