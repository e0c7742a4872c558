import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectLocalFacts } from '../../../../src/adapters/local/facts/collect.ts';
import { relateCopies } from '../../../../src/domains/relate.ts';
import type { CopyFacts } from '../../../../src/model/evidence.ts';
import { copyWith } from '../../../domains/copies.ts';

const signal = new AbortController().signal;

let base = '';
const cleanups: (() => void)[] = [];

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'firebreak-facts-'));
  mkdirSync(join(base, 'primary'));
});

afterAll(() => {
  for (const clean of cleanups.reverse()) clean();
  rmSync(base, { recursive: true, force: true });
});

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'pipe', env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: 'C' } });
}

/** Mounts at a new directory; where the kernel refuses it, says so by name and returns nothing. */
function mounted(what: string, name: string, ...args: readonly string[]): string | undefined {
  const place = join(base, name);
  mkdirSync(place);
  try {
    run('mount', ...args, place);
  } catch (error) {
    const reason = `${(error as { stderr?: Buffer }).stderr ?? error}`.trim();
    const isForbidden = /permission denied|not permitted|superuser|only root/i.test(reason);
    const hasNoLoop = args.includes('loop') && !canOpen('/dev/loop-control');
    expect(isForbidden || hasNoLoop, reason).toBe(true);
    process.stdout.write(`not seen live: ${what} (${reason.split('\n')[0]})\n`);
    return undefined;
  }
  cleanups.push(() => run('umount', place));
  return place;
}

/** mount(8) tells of a missing and of a forbidden loop device in the same words as of a broken image. */
function canOpen(device: string): boolean {
  try {
    closeSync(openSync(device, 'r+'));
    return true;
  } catch {
    return false;
  }
}

function facts(path: string): Promise<CopyFacts> {
  return collectLocalFacts(Buffer.from(path), { signal });
}

async function relations(primary: string, backup: string): Promise<{ readonly [domain: string]: string }> {
  const a = { ...copyWith({ id: 'primary' }), facts: await facts(primary) };
  const b = { ...copyWith({ id: 'backup' }), facts: await facts(backup) };
  return Object.fromEntries(relateCopies(a, b).map(({ domain, relation }) => [domain, relation]));
}

describe.runIf(process.platform === 'linux')('local facts of this machine', () => {
  test('finds another folder of one volume on the same volume, disk, host and with the same root', async () => {
    mkdirSync(join(base, 'folder'));

    const found = await relations(join(base, 'primary'), join(base, 'folder'));

    expect(found).toMatchObject({ volume: 'shared', medium: 'shared', host: 'shared', credential: 'shared' });
  });

  test('finds a loop-mounted image on the volume and disk that hold its file', async () => {
    const image = join(base, 'disk image.img');
    run('truncate', '-s', '8M', image);
    run('mkfs.ext4', '-q', '-F', image);
    const place = mounted('loop mount', 'loop', '-o', 'loop', image);
    if (place === undefined) return;

    const found = await relations(join(base, 'primary'), place);
    const own = await facts(place);

    expect(found).toMatchObject({ volume: 'shared', medium: 'shared', host: 'shared' });
    expect(own.filesystem).toMatchObject({ known: true, value: { type: 'ext4', mountPoint: place } });
    expect(own.domains.volume).toMatchObject({ known: true, value: { completeness: 'complete' } });
  });

  test('sees through a bind mount', async () => {
    mkdirSync(join(base, 'origin'));
    const place = mounted('bind mount', 'bind', '--bind', join(base, 'origin'));
    if (place === undefined) return;

    expect(await relations(join(base, 'primary'), place)).toMatchObject({ volume: 'shared', medium: 'shared' });
  });

  test('tells a tmpfs from a disk, but not from the host', async () => {
    const place = mounted('tmpfs mount', 'memory', '-t', 'tmpfs', 'tmpfs');
    if (place === undefined) return;

    const found = await relations(join(base, 'primary'), place);
    const primary = await facts(join(base, 'primary'));

    expect(found).toMatchObject({ host: 'shared', site: 'shared' });
    const isOnDisk = primary.filesystem.known && primary.filesystem.value.source.startsWith('/dev/');
    if (isOnDisk) expect(found).toMatchObject({ volume: 'separate', medium: 'separate' });
    else expect(found.volume).not.toBe('shared');
  });

  test('reports a read-only mount as a protection that root can lift', async () => {
    const place = mounted('read-only tmpfs mount', 'fixed', '-t', 'tmpfs', '-o', 'ro', 'tmpfs');
    if (place === undefined) return;

    const found = await facts(place);

    expect(found.filesystem).toMatchObject({ known: true, value: { readOnly: true } });
    expect(found.protections).toMatchObject({
      known: true,
      value: [{ kind: 'read-only-mount', liftableBy: 'root of this host' }],
    });
    expect(found.destroyers).toMatchObject({ known: true, value: [{ label: 'root' }] });
  });

  test('reads the immutable flag of a directory with an odd name', async () => {
    const place = Buffer.concat([Buffer.from(join(base, '-i\n ')), Buffer.from([0xff])]);
    mkdirSync(place);
    const isFlagged = flag(place, '+i');
    if (isFlagged) cleanups.push(() => flag(place, '-i'));
    else process.stdout.write('not seen live: chattr +i (refused)\n');

    const found = await collectLocalFacts(place, { signal });

    const expected = isFlagged ? [{ kind: 'immutable-flag', liftableBy: 'root of this host' }] : [];
    expect(found.protections).toMatchObject({ known: true, value: expected });
  });

  test('knows nothing of a directory that is not there, and does not throw', async () => {
    const found = await facts(join(base, 'missing'));

    expect(found.filesystem).toMatchObject({ known: false, reason: 'failed' });
    expect(found.domains.volume).toMatchObject({ known: false, reason: 'failed' });
    expect(found.destroyers).toMatchObject({ known: false, reason: 'failed' });
    expect(found.domains.site).toMatchObject({ known: false, reason: 'unsupported', needs: 'claims.site' });
  });

  test('throws only when it is aborted', async () => {
    const asked = collectLocalFacts(Buffer.from(base), { signal: AbortSignal.abort() });

    await expect(asked).rejects.toMatchObject({ name: 'FirebreakError', kind: 'aborted' });
  });

  test('changes no time of the directory', async () => {
    const before = timesOf(join(base, 'primary'));

    await facts(join(base, 'primary'));

    expect(timesOf(join(base, 'primary'))).toEqual(before);
  });
});

function timesOf(path: string): readonly bigint[] {
  const { atimeNs, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [atimeNs, mtimeNs, ctimeNs];
}

/** Sets or lifts a flag through an open directory, since chattr takes no bytes either; false where that is refused. */
function flag(directory: Buffer, change: string): boolean {
  try {
    run('sh', '-c', `cd -- "$(printf '%b' "$1")" && chattr ${change} .`, 'sh', octal(directory));
    return true;
  } catch {
    return false; // not root, or a filesystem without flags
  }
}

function octal(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
