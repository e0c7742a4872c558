import { Argument, type Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function setUpSchema(command: Command, context: CommandContext): void {
  command
    .addArgument(new Argument('[of]', 'which one').choices(['report', 'evidence']).default('report'))
    .action(async (of: 'report' | 'evidence') => {
      const schema =
        of === 'report'
          ? (await import('../../docs/report-schema.ts')).reportJsonSchema()
          : (await import('../../docs/evidence-schema.ts')).evidenceJsonSchema();
      context.stdout(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
