import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addConfigOption, type SourceOptions } from '../run-options.ts';

export function setUpConfig(command: Command, context: CommandContext): void {
  addConfigOption(
    command.command('validate').description('Check the configuration without looking at any copy'),
  ).action(async (options: SourceOptions) => {
    const { loadConfig } = await import('../load-run.ts');
    const { file, datasets, waivers } = await loadConfig(options, context);
    const backups = datasets.reduce((sum, dataset) => sum + dataset.backups.length, 0);
    const counts = [count(datasets.length, 'dataset'), count(backups, 'backup'), count(waivers.length, 'waiver')];
    context.stdout(`${file} is valid: ${counts.join(', ')}.\n`);
  });
  command
    .command('schema')
    .description('Print the JSON Schema (draft-07) of the configuration')
    .action(async () => {
      const { configJsonSchema } = await import('../../config/json-schema.ts');
      context.stdout(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
