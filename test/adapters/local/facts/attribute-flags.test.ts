import { describe, expect, test } from 'vitest';
import { attributeFlagsOf, parseFlags } from '../../../../src/adapters/local/facts/attribute-flags.ts';

const signal = new AbortController().signal;

describe('attribute-flags', () => {
  test('are unknown where the program is not installed', async () => {
    const found = await attributeFlagsOf(Buffer.from('/'), signal, 'firebreak-no-such-program');

    expect(found).toMatchObject({ known: false, reason: 'failed' });
    expect(found).toHaveProperty('needs', expect.stringContaining('e2fsprogs'));
  });

  test.each(['/dev/null', '/nowhere'])('are unknown for %s, which is no directory', async (path) => {
    expect(await attributeFlagsOf(Buffer.from(path), signal)).toMatchObject({ known: false, reason: 'failed' });
  });

  test.each(['', 'lsattr: Operation not supported', '/proc/self/fd/3/. ----', '\n'])(
    'does not understand %j',
    (output) => {
      expect(parseFlags(output)).toMatchObject({ known: false, reason: 'failed' });
    },
  );

  test.each([
    ['----i---------e------- /proc/self/fd/3/.\n', 'ie'],
    ['-----a--------e------- /proc/self/fd/3/.\n', 'ae'],
    ['---------------------- /proc/self/fd/3/.\n', ''],
  ])('reads the letters of %j', (output, flags) => {
    expect(parseFlags(output)).toMatchObject({ known: true, value: flags });
  });
});
