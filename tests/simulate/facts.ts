// pure
import type { Device } from './fleet.ts';
import { chance } from './noise.ts';
import { bootOf } from './power.ts';

/** What rarely changes, under the names that the agent's inventory uses. */
export function factsAt(device: Device, time: number): Record<string, string> {
  const { name, role, system, model, cores, memory, mounts } = device;
  const boot = bootOf(device, time);
  return {
    'host.name': name,
    'os.type': system.family,
    'os.description': system.os,
    'os.kernel': system.kernel,
    'host.arch': role.kind === 'router' ? 'arm64' : 'amd64',
    'host.model': model,
    'host.cpu.count': String(cores),
    'host.memory': String(memory),
    'host.boot': String(boot),
    'host.boot.id': bootId(device, boot),
    'device.kind': role.kind,
    ...Object.fromEntries(mounts.map(({ point }, i) => [`mount.${point}`, `ext4 /dev/mapper/data-${i}`])),
    ...Object.fromEntries(role.interfaces.map((name_, i) => [`interface.${name_}`, address(device, i)])),
  };
}

function bootId({ seed }: Device, boot: number): string {
  const part = (channel: number) => Math.floor(chance(seed, channel, Math.round(boot / 1_000)) * 2 ** 32);
  const hex = [130, 131, 132, 133].map((channel) => part(channel).toString(16).padStart(8, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** From the ranges for documentation (RFC 5737, RFC 7042). */
function address({ index }: Device, place: number): string {
  const mac = [0x00, 0x00, 0x5e, 0x00, (index * 4 + place) >> 8, index * 4 + place];
  const text = mac.map((byte) => (byte & 0xff).toString(16).padStart(2, '0')).join(':');
  return `mac ${text}, mtu 1500, 1000 Mbit/s, 198.51.${100 + (index >> 8)}.${index & 0xff}/24`;
}
