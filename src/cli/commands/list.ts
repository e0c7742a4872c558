import { Argument, type Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function setUpList(command: Command, context: CommandContext): void {
  const kind = new Argument('[kind]', 'only these').choices(['checks', 'adapters', 'layouts', 'reporters']);
  command.addArgument(kind).action(async (only: string | undefined) => {
    const [{ loadUnits, UNIT_KINDS }, { canvasOf, hang }] = await Promise.all([
      import('../../docs/units.ts'),
      import('../../reporters/terminal/layout.ts'),
    ]);
    const canvas = canvasOf({ columns: context.columns, colour: false });
    const units = await loadUnits();
    const width = Math.max(...units.map(({ id }) => id.length));
    const sections = UNIT_KINDS.filter((known) => only === undefined || known === only).map((known) => {
      const lines = units
        .filter((unit) => unit.kind === known)
        .flatMap(({ id, title }) => hang(canvas, `  ${id.padEnd(width)}  `, title));
      return `${[known, ...lines].join('\n')}\n`;
    });
    context.stdout(sections.join('\n'));
  });
}
