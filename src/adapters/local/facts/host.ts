import type { DomainSet } from '../../../model/domain.ts';
import { type Fact, observed, unknown } from '../../../model/fact.ts';
import { existsInSystem, readSystemFile, readSystemValue, type SystemTree, text } from './system-tree.ts';

const BOOT_ID_PATH = '/proc/sys/kernel/random/boot_id';
const BOOT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Makers and products that DMI names in virtual machines. */
const VIRTUAL_MACHINE =
  /qemu|kvm|vmware|virtualbox|innotek|xen|amazon ec2|google|bochs|parallels|openstack|digitalocean|hetzner|vultr|linode|alibaba|nutanix|ovirt|red hat|bhyve|apple virtualization|virtual machine|rhev/i;

/** The id of the running kernel's boot: equal values are one kernel, seen from inside a container too. */
export function readBootId(system: SystemTree): Fact<string> {
  const content = readSystemFile(system, BOOT_ID_PATH);
  if (!content.known) return content;
  const id = content.value.trim().toLowerCase();
  if (!BOOT_ID.test(id))
    return unknown('failed', `${BOOT_ID_PATH} does not hold a boot id`, `a readable ${BOOT_ID_PATH}`);
  return observed(id, BOOT_ID_PATH);
}

/** This machine, for a copy that lies on its own devices. A cloned machine id proves nothing and is left out. */
export function thisHost(system: SystemTree, bootId: Fact<string>): Fact<DomainSet> {
  if (!bootId.known) return bootId;
  const name = readSystemValue(system, '/proc/sys/kernel/hostname');
  const value = { id: `linux:boot-id/${bootId.value}`, label: `${text(name ?? 'this host')} (boot ${bootId.value})` };
  return observed({ values: [value], completeness: 'complete' }, bootId.source);
}

/**
 * Whether this kernel runs on bare metal. Only there is a disk's identity that of a real disk; where nothing tells, the
 * answer is no.
 */
export function isBareMetal(system: SystemTree): boolean {
  if (readSystemValue(system, '/sys/hypervisor/type') !== undefined) return false;
  if (isPresent(system, '/proc/device-tree/hypervisor')) return false;
  const maker = readSystemValue(system, '/sys/class/dmi/id/sys_vendor');
  const product = readSystemValue(system, '/sys/class/dmi/id/product_name');
  if (VIRTUAL_MACHINE.test(`${maker ?? ''} ${product ?? ''}`)) return false;
  const cpu = readSystemFile(system, '/proc/cpuinfo');
  const flags = cpu.known ? /^flags\s*:(.*)$/m.exec(cpu.value)?.[1] : undefined;
  if (flags !== undefined) return !flags.split(/\s+/).includes('hypervisor');
  return maker !== undefined || readSystemValue(system, '/proc/device-tree/model') !== undefined;
}

function isPresent(system: SystemTree, path: string): boolean {
  const found = existsInSystem(system, path);
  return found.known && found.value;
}
