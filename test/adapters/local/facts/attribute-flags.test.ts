import { describe, expect, test } from 'vitest';
import { parseFlags } from '../../../../src/adapters/local/facts/attribute-flags.ts';

describe('attribute-flags', () => {
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
