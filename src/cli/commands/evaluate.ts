import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { FirebreakError } from '../../model/errors.ts';
import type { CommandContext } from '../context.ts';
import {
  addConfigOption,
  addJudgingOptions,
  addPrintingOptions,
  type JudgingOptions,
  type PrintingOptions,
  type SourceOptions,
} from '../run-options.ts';

export function setUpEvaluate(command: Command, context: CommandContext): void {
  command.requiredOption('--evidence <path>', 'what `firebreak collect` wrote');
  addConfigOption(command);
  addJudgingOptions(command);
  addPrintingOptions(command);
  command.action(async (options: SourceOptions & JudgingOptions & PrintingOptions & { readonly evidence: string }) => {
    const [{ loadPolicy }, { checkPrinting, judgeAndPrint }, { readEvidence }] = await Promise.all([
      import('../load-run.ts'),
      import('../judge.ts'),
      import('../../model/read-evidence.ts'),
    ]);
    await checkPrinting(options, context);
    const evidence = readEvidence(await readEvidenceFile(resolve(context.cwd, options.evidence)));
    await judgeAndPrint(evidence, await loadPolicy(options, context), options, context);
  });
}

async function readEvidenceFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new FirebreakError({
      kind: 'config-invalid',
      operation: 'read evidence',
      message: `The evidence ${path} cannot be read.`,
      remedy: 'Name a file that `firebreak collect --output FILE` wrote.',
      cause: error,
    });
  }
}
