import { describe, expect, test } from 'vitest';
import {
  credentialOf,
  destroyersOf,
  type Ownership,
  ownerOf,
  readUserDatabase,
  type Surroundings,
} from '../../../../src/adapters/local/facts/rights.ts';
import { observed } from '../../../../src/model/fact.ts';
import { writeSystem } from './recorded-system.ts';

const BOOT = '0b6f2c1e-4d0a-4b8e-9a53-7c1d2e3f4a5b';

const AROUND: Surroundings = { bootId: BOOT, isReadOnly: false, isReachableByAll: true };

function database(): ReturnType<typeof readUserDatabase> {
  const system = writeSystem({
    files: {
      '/etc/passwd': [
        'root:x:0:0:root:/root:/bin/sh',
        'web:x:1000:1000::/home/web:/bin/sh',
        'ops:x:1001:50::/:/bin/sh',
        'broken',
      ],
      '/etc/group': ['root:x:0:', 'web:x:1000:', 'staff:x:50:web,nobody-known'],
    },
  });
  const found = readUserDatabase({ root: system.root });
  system.remove();
  return found;
}

function destroyers(ownership: Ownership, around: Partial<Surroundings> = {}): readonly string[] {
  return destroyersOf(ownership, { ...AROUND, ...around }, database()).map(({ label }) => label);
}

describe('rights', () => {
  test.each([
    ['an owner who may write', { uid: 1000, gid: 1000, mode: 0o755 }, ['root', 'uid 1000 (web)']],
    ['an owner who can give himself the right', { uid: 1000, gid: 1000, mode: 0o555 }, ['root', 'uid 1000 (web)']],
    ['an owner without a name', { uid: 4242, gid: 1000, mode: 0o755 }, ['root', 'uid 4242']],
    ['root alone', { uid: 0, gid: 0, mode: 0o755 }, ['root']],
    [
      'a group, by its list and as first group',
      { uid: 0, gid: 50, mode: 0o775 },
      ['root', 'uid 1000 (web)', 'uid 1001 (ops)'],
    ],
    ['no group that may write but not enter', { uid: 0, gid: 50, mode: 0o765 }, ['root']],
    ['everybody', { uid: 0, gid: 0, mode: 0o757 }, ['root', 'every user of this host']],
    ['nobody else in a sticky directory', { uid: 0, gid: 50, mode: 0o1777 }, ['root']],
  ])('names %s', (_, ownership, expected) => {
    expect(destroyers(ownership)).toEqual(expected);
  });

  test('leaves only root on a read-only mount, who can mount it writable', () => {
    const found = destroyersOf({ uid: 1000, gid: 50, mode: 0o777 }, { ...AROUND, isReadOnly: true }, database());

    expect(found).toEqual([
      {
        id: `linux:boot-id/${BOOT}/uid/0`,
        label: 'root',
        right: 'is root of this host and can mount the filesystem writable',
      },
    ]);
  });

  test('does not count everybody where a directory above keeps them out', () => {
    expect(destroyers({ uid: 0, gid: 0, mode: 0o757 }, { isReachableByAll: false })).toEqual(['root']);
  });

  test('counts the user whom the system lets write, except by a sticky directory', () => {
    expect(destroyers({ uid: 0, gid: 0, mode: 0o755 }, { writerUid: 1001 })).toContain('uid 1001 (ops)');
    expect(destroyers({ uid: 0, gid: 0, mode: 0o1777 }, { writerUid: 1001 })).not.toContain('uid 1001 (ops)');
  });

  test('works without names where the user database is missing', () => {
    const empty = readUserDatabase({ root: '/nowhere' });

    expect(ownerOf({ uid: 1000, gid: 0, mode: 0o755 }, BOOT, empty)).toEqual({
      id: `linux:boot-id/${BOOT}/uid/1000`,
      label: 'uid 1000',
      right: 'owns the directory',
    });
  });

  test('never claims that every destroyer is known', () => {
    const found = destroyersOf({ uid: 0, gid: 0, mode: 0o755 }, AROUND, database());

    expect(credentialOf(observed(found, 'a test'))).toMatchObject({ known: true, value: { completeness: 'partial' } });
  });
});
