import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import {
  addCollectingOptions,
  addJudgingOptions,
  addPrintingOptions,
  addSourceOptions,
  type CollectingOptions,
  type JudgingOptions,
  type PrintingOptions,
  type SourceOptions,
} from '../run-options.ts';

const EXAMPLES = `
Examples:
  firebreak verify --primary /srv/www --backup /mnt/backup/www
  firebreak verify                      all datasets of ./firebreak.yaml
  firebreak verify website --format json > report.json
`;

export function setUpVerify(command: Command, context: CommandContext): void {
  command
    .argument('[dataset...]', 'ids of the datasets to verify; all where none is named')
    .addHelpText('after', EXAMPLES);
  addSourceOptions(command);
  addCollectingOptions(command);
  addJudgingOptions(command);
  addPrintingOptions(command);
  command.action(
    async (ids: readonly string[], options: SourceOptions & CollectingOptions & JudgingOptions & PrintingOptions) => {
      const [{ loadRun }, { checkPrinting, judgeAndPrint }, { collectEvidence }] = await Promise.all([
        import('../load-run.ts'),
        import('../judge.ts'),
        import('../collect-evidence.ts'),
      ]);
      await checkPrinting(options, context);
      const { requests, policy } = await loadRun(ids, options, context);
      const evidence = await collectEvidence(requests, options, context);
      await judgeAndPrint(evidence, policy, options, context);
    },
  );
}
