import type { DomainSet } from '../../../model/domain.ts';
import type { Destroyer } from '../../../model/evidence.ts';
import { type Fact, observed } from '../../../model/fact.ts';
import { readSystemFile, type SystemTree, text } from './system-tree.ts';

/** Who owns a directory and who may write to it, as `lstat` tells. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  /** Permission bits with set-id and sticky bits. */
  readonly mode: number;
}

/** What decides beside the mode of the root directory. */
export interface Surroundings {
  readonly bootId: string;
  /** Nobody but root can write, because no writable mount shows the directory. */
  readonly isReadOnly: boolean;
  /** Every directory above lets every user through. */
  readonly isReachableByAll: boolean;
  /** The user who runs firebreak, if the system lets him write. */
  readonly writerUid?: number;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const STICKY = 0o1000;
const GROUP_WRITE = 0o030;
const OTHER_WRITE = 0o003;

/** The users and groups of `/etc/passwd` and `/etc/group`; empty where they cannot be read, since they only give names. */
export interface UserDatabase {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
}

export function readUserDatabase(system: SystemTree): UserDatabase {
  const passwd = readSystemFile(system, '/etc/passwd');
  const group = readSystemFile(system, '/etc/group');
  return {
    users: rows(passwd).flatMap(([name, , uid, gid]) => {
      return name !== undefined && isId(uid) && isId(gid)
        ? [{ name: text(name), uid: Number(uid), gid: Number(gid) }]
        : [];
    }),
    groups: rows(group).flatMap(([name, , gid, members]) => {
      if (name === undefined || !isId(gid)) return [];
      return [
        {
          name: text(name),
          gid: Number(gid),
          members: text(members ?? '')
            .split(',')
            .filter((one) => one !== ''),
        },
      ];
    }),
  };
}

/** The user to whom the root directory belongs. */
export function ownerOf(ownership: Ownership, bootId: string, database: UserDatabase): Destroyer {
  return destroyer(ownership.uid, bootId, database, 'owns the directory');
}

/**
 * The users who can delete or overwrite entries of the root directory, by uid. A sticky directory lets a user delete only
 * entries of his own, so a right to write to it is none here. Deeper directories, sudo, capabilities and ACLs are not
 * looked at.
 */
export function destroyersOf(ownership: Ownership, around: Surroundings, database: UserDatabase): readonly Destroyer[] {
  const found = new Map<number, Destroyer>();
  const add = (uid: number, right: string): void => {
    if (!found.has(uid)) found.set(uid, destroyer(uid, around.bootId, database, right));
  };
  add(0, around.isReadOnly ? 'is root of this host and can mount the filesystem writable' : 'is root of this host');
  if (around.isReadOnly) return [...found.values()];

  // An owner without the right to write can give it to himself.
  add(ownership.uid, 'owns the directory');
  const isSticky = (ownership.mode & STICKY) !== 0;
  if (!isSticky && (ownership.mode & GROUP_WRITE) === GROUP_WRITE) {
    for (const user of membersOf(ownership.gid, database)) {
      add(user.uid, `is in the group ${groupName(ownership.gid, database)}, which may write to the directory`);
    }
  }
  if (!isSticky && around.writerUid !== undefined) add(around.writerUid, 'may write to the directory');
  const named = [...found.values()];
  if (isSticky || (ownership.mode & OTHER_WRITE) !== OTHER_WRITE || !around.isReachableByAll) return named;
  const everybody = { id: `linux:boot-id/${around.bootId}/uid/any`, label: 'every user of this host' };
  return [...named, { ...everybody, right: 'the directory is writable for everybody' }];
}

/** The destroyers as a failure domain. Always partial: sudo, capabilities, ACLs and deeper directories may add to it. */
export function credentialOf(destroyers: Fact<readonly Destroyer[]>): Fact<DomainSet> {
  if (!destroyers.known) return destroyers;
  const values = destroyers.value.map(({ id, label }) => ({ id, label }));
  return observed({ values, completeness: 'partial' }, destroyers.source, destroyers.strength);
}

function destroyer(uid: number, bootId: string, database: UserDatabase, right: string): Destroyer {
  const name = database.users.find((user) => user.uid === uid)?.name;
  const label = uid === 0 ? 'root' : name === undefined ? `uid ${uid}` : `uid ${uid} (${name})`;
  return { id: `linux:boot-id/${bootId}/uid/${uid}`, label, right };
}

function membersOf(gid: number, database: UserDatabase): readonly User[] {
  const listed = new Set(database.groups.filter((group) => group.gid === gid).flatMap((group) => group.members));
  return database.users.filter((user) => user.gid === gid || listed.has(user.name)).sort((a, b) => a.uid - b.uid);
}

function groupName(gid: number, database: UserDatabase): string {
  return database.groups.find((group) => group.gid === gid)?.name ?? String(gid);
}

function rows(file: Fact<string>): readonly (readonly string[])[] {
  return file.known ? file.value.split('\n').map((line) => line.split(':')) : [];
}

function isId(field: string | undefined): field is string {
  return field !== undefined && /^\d+$/.test(field);
}
