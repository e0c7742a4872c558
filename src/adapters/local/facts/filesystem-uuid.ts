import {
  lastName,
  readSystemFile,
  readSystemNames,
  readSystemValue,
  resolveSystemPath,
  type SystemTree,
} from './system-tree.ts';

const UUID = /^[0-9a-f-]{4,36}$/;

/** The UUID of the filesystem on a device, as udev recorded it; `undefined` where udev says nothing (it is an alias, never needed). */
export function filesystemUuidOf(system: SystemTree, device: string): string | undefined {
  const record = readSystemFile(system, `/run/udev/data/b${device}`);
  const recorded = record.known ? /^E:ID_FS_UUID=(.+)$/m.exec(record.value)?.[1]?.toLowerCase() : undefined;
  if (recorded !== undefined) return UUID.test(recorded) ? recorded : undefined;
  return linkedUuid(system, device);
}

function linkedUuid(system: SystemTree, device: string): string | undefined {
  const sysfs = resolveSystemPath(system, `/sys/dev/block/${device}`);
  const links = readSystemNames(system, '/dev/disk/by-uuid');
  if (!sysfs.known || !links.known) return undefined;
  const name = lastName(sysfs.value);
  const found = links.value
    .find((link) => {
      const target = resolveSystemPath(system, `/dev/disk/by-uuid/${link}`);
      return target.known && lastName(target.value) === name;
    })
    ?.toLowerCase();
  return found !== undefined && UUID.test(found) ? found : undefined;
}

export interface BtrfsFilesystem {
  readonly uuid: string;
  /** `major:minor` of each of its devices. */
  readonly devices: readonly string[];
}

/** The mounted btrfs filesystem of which a device is a member. */
export function sysfsBtrfs(system: SystemTree, device: string | undefined): BtrfsFilesystem | undefined {
  const uuids = readSystemNames(system, '/sys/fs/btrfs');
  if (device === undefined || !uuids.known) return undefined;
  for (const uuid of uuids.value) {
    const members = readSystemNames(system, `/sys/fs/btrfs/${uuid}/devices`);
    if (!members.known) continue;
    const numbers = members.value.map((name) => readSystemValue(system, `/sys/fs/btrfs/${uuid}/devices/${name}/dev`));
    const devices = numbers.filter((number) => number !== undefined);
    // A member whose number cannot be read would be a disk left out.
    if (devices.includes(device) && devices.length === numbers.length) return { uuid, devices };
  }
  return undefined;
}
