import { describe, expect, it } from 'vitest';
import { stateDirectoryOf } from '../../src/state/directory.ts';

describe('the state folder', () => {
  it.each([
    ['the one that is given, from the working folder', 'here', { STATE_DIRECTORY: '/s' }, '/home/u/here'],
    [
      'the first that systemd gives',
      undefined,
      { STATE_DIRECTORY: '/var/lib/a:/var/lib/b', XDG_STATE_HOME: '/x' },
      '/var/lib/a',
    ],
    ['the XDG one', undefined, { XDG_STATE_HOME: '/x', HOME: '/home/u' }, '/x/firebreak'],
    ['the one at home', undefined, { HOME: '/home/u' }, '/home/u/.local/state/firebreak'],
    [
      'the one at home where variables are empty',
      undefined,
      { HOME: '/home/u', XDG_STATE_HOME: '', STATE_DIRECTORY: '' },
      '/home/u/.local/state/firebreak',
    ],
  ])('is %s', (_name, given, env, expected) => {
    expect(stateDirectoryOf(given, env, '/home/u')).toBe(expected);
  });
});
