import { readFile } from 'node:fs/promises';

/**
 * Whether a directory is a mount point by `/etc/fstab` (fstab(5)) on which nothing is mounted now
 * (`/proc/self/mountinfo`, proc(5)). Where either file cannot be read, as on other systems, the answer is no.
 */
export async function isUnmountedMountPoint(directory: string, systemRoot = ''): Promise<boolean> {
  const [fstab, mountinfo] = await Promise.all([
    readIfThere(`${systemRoot}/etc/fstab`),
    readIfThere(`${systemRoot}/proc/self/mountinfo`),
  ]);
  if (fstab === undefined || mountinfo === undefined) return false;
  const configured = fstab
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length >= 2 && !fields[0]?.startsWith('#'))
    .map((fields) => withoutSlash(unescapeOctal(fields[1] ?? '')));
  if (!configured.includes(directory)) return false;
  const mounted = mountinfo.split('\n').map((line) => unescapeOctal(line.split(' ')[4] ?? ''));
  return !mounted.includes(directory);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined; // no such file on this system: it cannot tell
  }
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
