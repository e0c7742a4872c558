import type { Command } from 'commander';
import { suggest } from '../../lib/suggest.ts';
import { FirebreakError } from '../../model/errors.ts';
import type { CommandContext } from '../context.ts';

export function setUpExplain(command: Command, context: CommandContext): void {
  command
    .argument('<id>', 'a check, adapter, layout or report format; `firebreak list` names them')
    .action(async (id: string) => {
      const [{ loadUnits }, { canvasOf }] = await Promise.all([
        import('../../docs/units.ts'),
        import('../../reporters/terminal/layout.ts'),
      ]);
      const units = await loadUnits();
      const found = units.find((unit) => unit.id === id);
      if (found === undefined) throw unknownUnit(id, units);
      context.stdout(found.explain(canvasOf({ columns: context.columns, colour: false })));
    });
}

function unknownUnit(id: string, units: readonly { readonly id: string }[]): FirebreakError {
  const near = suggest(
    id,
    units.map((unit) => unit.id),
  );
  return new FirebreakError({
    kind: 'config-invalid',
    operation: 'explain',
    message: `There is nothing called ${JSON.stringify(id)} to explain.`,
    remedy: near === undefined ? 'See `firebreak list`.' : `Did you mean \`${near}\`?`,
  });
}
