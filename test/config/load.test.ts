import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfigText } from '../../src/config/load.ts';
import { makeScratch, type Scratch } from '../support/trees.ts';

let scratch: Scratch;

beforeEach(() => {
  scratch = makeScratch();
});

afterEach(() => scratch.remove());

function write(name: string): string {
  const path = join(scratch.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `# ${name}\n`);
  return path;
}

function load(options: { readonly config?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
  return loadConfigText({ cwd: scratch.path, env: { HOME: join(scratch.path, 'home') }, ...options });
}

describe('the configuration', () => {
  it('is the one that is named, before all others', async () => {
    write('firebreak.yaml');
    const named = write('named.yaml');

    expect((await load({ config: 'named.yaml', env: { FIREBREAK_CONFIG: '/nowhere' } }))?.file).toBe(named);
  });

  it('is the one of the environment, then of the working folder, then of the XDG folder', async () => {
    const own = write('xdg/firebreak/config.yaml');
    const env = { XDG_CONFIG_HOME: join(scratch.path, 'xdg') };
    expect((await load({ env }))?.file).toBe(own);

    const here = write('firebreak.yaml');
    expect((await load({ env }))?.file).toBe(here);

    const named = write('other.yaml');
    expect((await load({ env: { ...env, FIREBREAK_CONFIG: 'other.yaml' } }))?.file).toBe(named);
  });

  it('is looked for below ~/.config where XDG says nothing', async () => {
    const file = write('home/.config/firebreak/config.yaml');

    expect(await load()).toEqual({ file, text: '# home/.config/firebreak/config.yaml\n' });
  });

  it.each([
    ['on the command line', { config: 'none.yaml' }],
    ['in the environment', { env: { FIREBREAK_CONFIG: 'none.yaml' } }],
  ])('must be there where it is named %s', async (_name, options) => {
    write('firebreak.yaml');

    await expect(load(options)).rejects.toMatchObject({
      kind: 'config-invalid',
      message: expect.stringContaining('none.yaml'),
    });
  });

  it('that is a folder is an error and never skipped', async () => {
    mkdirSync(join(scratch.path, 'firebreak.yaml'));

    await expect(load()).rejects.toMatchObject({ kind: 'config-invalid' });
  });

  it('that others may write is not obeyed by root', async () => {
    chmodSync(write('firebreak.yaml'), 0o666);

    if (process.getuid?.() === 0) await expect(load()).rejects.toMatchObject({ kind: 'config-invalid' });
    else expect((await load())?.text).toBe('# firebreak.yaml\n');
  });
});
