import type { DomainValue } from '../../../model/domain.ts';
import { lastName, readSystemFile, readSystemNames, readSystemValue, type SystemTree, text } from './system-tree.ts';

/** What the devices of one running kernel are named by. */
export interface Machine {
  readonly system: SystemTree;
  readonly bootId: string;
  readonly isBareMetal: boolean;
}

const VIRTUAL_DISK = /qemu|vmware|virtio|vbox|virtual|msft|google|amazon|nvme_card|nutanix|xen|direct disk/i;

/** Disks that a network carries: iSCSI, Fibre Channel, SRP, USB over IP. */
const NETWORK_PATH = /\/session\d+\/|\/rport-|\/port-srp|vhci_hcd|\/fcoe/;

/** Devices that hang off a bus of this machine, against those that a driver makes up. */
const HARDWARE_PATH = /\/pci[0-9a-f]|\/platform\/|\/soc/;

/** The random-access memory of one machine as a medium. */
export function ramValue(machine: Machine): DomainValue {
  return { id: `linux:ram/${machine.bootId}`, label: 'memory of this host' };
}

/** Names the disk behind a leaf device, whose sysfs directory is given resolved. */
export function diskValue(machine: Machine, directory: string): DomainValue {
  const { system } = machine;
  const device = `/dev/${text(lastName(directory).replaceAll('!', '/'))}`;
  const isNvme = /^nvme\d+(c\d+)?n\d+$/.test(lastName(directory));
  const vendor = readSystemValue(system, `${directory}/device/vendor`);
  const model = readSystemValue(system, `${directory}/device/model`);
  const product = [isProductName(vendor) ? vendor : undefined, model].filter((part) => part !== undefined).join(' ');
  const label = product === '' ? device : `${device} (${text(product)})`;

  const id = isNvme ? nvmeId(system, directory) : attachedId(system, directory);
  const isVirtual = !machine.isBareMetal || VIRTUAL_DISK.test(`${vendor ?? ''} ${model ?? ''}`);
  if (id === undefined || isVirtual) {
    return { id: `linux:virtual-disk/${machine.bootId}/${text(lastName(directory))}`, label };
  }
  return { id: `${id.namespace}/${normalise(id.value)}`, label };
}

/** libata puts `ATA` there, and virtio the number of its PCI vendor. */
function isProductName(vendor: string | undefined): boolean {
  return vendor !== undefined && vendor !== 'ATA' && !vendor.startsWith('0x');
}

interface DiskId {
  readonly namespace: 'disk:wwid' | 'disk:raid' | 'disk:lun';
  readonly value: string;
}

/** Namespaces of one NVMe controller die together, so the controller is the disk. */
function nvmeId(system: SystemTree, directory: string): DiskId | undefined {
  const serial = readSystemValue(system, `${directory}/device/serial`);
  if (serial === undefined) return undefined;
  const model = readSystemValue(system, `${directory}/device/model`) ?? 'unknown-model';
  const transports = nvmeTransports(system, directory);
  const isLocal =
    transports.length > 0 && transports.every((transport) => transport === 'pcie' || transport === 'apple-nvme');
  return { namespace: isLocal ? 'disk:wwid' : 'disk:lun', value: `nvme.${model}.${serial}` };
}

/** `device` leads to the controller or, with native multipath, to the subsystem that holds the controllers. */
function nvmeTransports(system: SystemTree, directory: string): readonly string[] {
  const own = readSystemValue(system, `${directory}/device/transport`);
  if (own !== undefined) return [own];
  const names = readSystemNames(system, `${directory}/device`);
  if (!names.known) return [];
  return names.value
    .filter((name) => /^nvme\d+$/.test(name))
    .map((name) => readSystemValue(system, `${directory}/device/${name}/transport`) ?? 'unknown');
}

function attachedId(system: SystemTree, directory: string): DiskId | undefined {
  const isNetwork = NETWORK_PATH.test(directory);
  if (!isNetwork && !HARDWARE_PATH.test(directory)) return undefined;
  const value = wwidOf(system, directory);
  if (value === undefined) return undefined;
  if (isNetwork) return { namespace: 'disk:lun', value };
  // NAA type 6 is given by RAID controllers and arrays to what they cut out of their disks; disks have type 5.
  return { namespace: /^(naa\.6|0x6)/i.test(value) ? 'disk:raid' : 'disk:wwid', value };
}

function wwidOf(system: SystemTree, directory: string): string | undefined {
  const wwid = readSystemValue(system, `${directory}/device/wwid`) ?? readSystemValue(system, `${directory}/wwid`);
  if (wwid !== undefined) return wwid;
  const card = readSystemValue(system, `${directory}/device/cid`);
  if (card !== undefined) return `mmc.${card}`;
  const serial = readSystemValue(system, `${directory}/device/serial`) ?? unitSerial(system, directory);
  if (serial === undefined) return undefined;
  return `serial.${readSystemValue(system, `${directory}/device/model`) ?? 'unknown-model'}.${serial}`;
}

/** SCSI vital product data, page 0x80: four bytes of header, then the serial number. */
function unitSerial(system: SystemTree, directory: string): string | undefined {
  const page = readSystemFile(system, `${directory}/device/vpd_pg80`);
  const serial = page.known ? page.value.slice(4).replaceAll(/[^\x21-\x7e]/g, '') : '';
  return serial === '' ? undefined : serial;
}

function normalise(id: string): string {
  return text(id.trim().toLowerCase().replaceAll(/\s+/g, '_'));
}
