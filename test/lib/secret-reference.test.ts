import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveSecret, type SecretReference, secretReferenceSchema } from '../../src/lib/secret-reference.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

const SECRET = 'hunter2-correct-horse';
const never = new AbortController().signal;

let scratch: Scratch;

beforeEach(() => {
  scratch = makeScratch();
});

afterEach(() => scratch.remove());

function resolved(reference: SecretReference, env: NodeJS.ProcessEnv = {}): Promise<string> {
  return resolveSecret(reference, env, never);
}

describe('a secret', () => {
  it('comes from the environment, a file or a command, without its last line feed', async () => {
    writeFileSync(join(scratch.path, 'secret'), `${SECRET}\n`);

    expect(await resolved({ env: 'TOKEN' }, { TOKEN: SECRET })).toBe(SECRET);
    expect(await resolved({ file: join(scratch.path, 'secret') })).toBe(SECRET);
    expect(await resolved({ command: ['printf', '%s\\r\\n', SECRET] })).toBe(SECRET);
  });

  it.each<readonly [string, SecretReference]>([
    ['an unset variable', { env: 'TOKEN' }],
    ['a file that is not there', { file: '/nowhere/secret' }],
    ['a command that fails', { command: ['false'] }],
    ['a command that is not there', { command: ['no-such-command-here'] }],
    ['a command that prints nothing', { command: ['true'] }],
  ])('that is missing is an error which names the reference: %s', async (_name, reference) => {
    const [value] = Object.values(reference).flat();

    await expect(resolved(reference)).rejects.toMatchObject({
      kind: 'config-invalid',
      message: expect.stringContaining(String(value)),
    });
  });

  it('never appears in an error, also where the command printed it before it failed', async () => {
    const error: unknown = await resolved({
      command: ['sh', '-c', `echo ${'$'}1; echo ${'$'}1 >&2; exit 1`, 'sh', SECRET],
    }).catch((reason: unknown) => reason);

    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
    expect(String((error as Error).stack)).not.toContain(SECRET);
  });

  it('is refused as a literal, without being repeated', () => {
    const result = secretReferenceSchema.safeParse(SECRET);

    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).not.toContain(SECRET);
  });

  it('is not waited for once the run is interrupted', async () => {
    const controller = new AbortController();
    const waiting = resolveSecret({ command: ['sleep', '60'] }, {}, controller.signal);

    controller.abort();

    await expect(waiting).rejects.toThrow();
  });
});
