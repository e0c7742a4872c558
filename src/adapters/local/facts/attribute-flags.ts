import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';

import { type Fact, observed, type Unknown, unknown } from '../../../model/fact.ts';
import { unknownFrom } from './system-tree.ts';

/** The filesystems whose inode attributes lsattr can read. */
const TYPES: ReadonlySet<string> = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs']);

const TIME_LIMIT_MS = 5_000;

/** The directory is handed over open, so that no name, however odd, has to pass through arguments or output. */
const HANDED_OVER = '/proc/self/fd/3/.';

/** Fixed, so that neither the caller's search path nor his language changes what is run and read. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin';

const NEEDS = 'the program lsattr (package e2fsprogs) and read access to the root directory';

/** Whether files of this type of filesystem can carry attributes that stop deletion. */
export function canCarryFlags(filesystemType: string): boolean {
  return TYPES.has(filesystemType);
}

/**
 * The letters that `lsattr -d` shows for a directory, such as `ia`; nothing is written.
 *
 * @param program its name in the system's usual directories
 */
export async function attributeFlagsOf(
  directory: Buffer,
  signal: AbortSignal,
  program = 'lsattr',
): Promise<Fact<string>> {
  let descriptor: number;
  try {
    descriptor = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    return unknownFrom(error, 'open the root directory', NEEDS);
  }
  try {
    return await runLsattr(program, descriptor, signal);
  } finally {
    closeSync(descriptor);
  }
}

function runLsattr(program: string, descriptor: number, signal: AbortSignal): Promise<Fact<string>> {
  return new Promise((resolve) => {
    const child = spawn(program, ['-d', '--', HANDED_OVER], {
      stdio: ['ignore', 'pipe', 'pipe', descriptor],
      env: { PATH: SYSTEM_PATH, LC_ALL: 'C' },
      timeout: TIME_LIMIT_MS,
      signal,
    });
    let output = '';
    let complaint = '';
    child.stdout?.setEncoding('latin1').on('data', (chunk: string) => {
      output += chunk;
    });
    child.stderr?.setEncoding('latin1').on('data', (chunk: string) => {
      complaint += chunk;
    });
    child.on('error', (error) => resolve(unknownFrom(error, `run ${program}`, NEEDS)));
    child.on('close', (code) => resolve(code === 0 ? parseFlags(output) : refused(complaint)));
  });
}

function refused(complaint: string): Unknown {
  const isDenied = /permission denied|not permitted/i.test(complaint);
  return unknown(isDenied ? 'denied' : 'failed', 'lsattr could not read the attributes of the root directory', NEEDS);
}

/** `----i---------e------- path`: the flags that are set stand as letters between hyphens. */
export function parseFlags(output: string): Fact<string> {
  const field = /^([A-Za-z-]+) /.exec(output)?.[1];
  if (field === undefined) return unknown('failed', 'the answer of lsattr was not understood', NEEDS);
  return observed(field.replaceAll('-', ''), 'lsattr');
}
