import type { Mount } from './mountinfo.ts';
import { text } from './system-tree.ts';

/** What a network mount was mounted from; a name, so no more than a hint. */
export interface NetworkExport {
  readonly id: string;
  readonly label: string;
  /** Name or address of the server in lower case. */
  readonly server: string;
}

const NAMESPACES: { readonly [type: string]: string } = {
  nfs: 'nfs:export',
  nfs4: 'nfs:export',
  cifs: 'smb:share',
  smb3: 'smb:share',
  ceph: 'net:export',
  glusterfs: 'net:export',
  lustre: 'net:export',
  afs: 'net:export',
  'fuse.sshfs': 'net:export',
  'fuse.glusterfs': 'net:export',
};

/** The server and export of a mount of a network filesystem; `undefined` for other types. */
export function networkExport(mount: Mount): NetworkExport | undefined {
  const namespace = NAMESPACES[mount.type];
  if (namespace === undefined) return undefined;
  const source = text(mount.source);
  const [, server, path] =
    /^\/\/([^/]+)(\/.*)?$/.exec(source) ?? /^(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+):(.*)$/.exec(source) ?? [];
  const name = (server ?? source).toLowerCase();
  return { id: `${namespace}/${name}:${path ?? ''}`, label: source, server: name };
}

/** Whether what a mount of this type holds may lie on another machine, as far as its type tells. */
export function isOnThisHost(mount: Mount): boolean {
  if (!mount.device.startsWith('0:')) return true;
  return ['tmpfs', 'ramfs', 'devtmpfs', 'rootfs', 'btrfs', 'zfs', 'overlay'].includes(mount.type);
}
