import { Argument, type Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerSchema(program: Command, context: CommandContext): void {
  program
    .command('schema')
    .description('Print the JSON Schema (draft 2020-12) of the JSON report, or of evidence')
    .addArgument(new Argument('[of]', 'which one').choices(['report', 'evidence']).default('report'))
    .action(async (of: 'report' | 'evidence') => {
      const schema =
        of === 'report'
          ? (await import('../../docs/report-schema.ts')).reportJsonSchema()
          : (await import('../../docs/evidence-schema.ts')).evidenceJsonSchema();
      context.stdout(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
