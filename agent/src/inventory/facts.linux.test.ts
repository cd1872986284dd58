import { expect, test } from 'vitest';
import { MadeUpMachine, Readings, second } from '../samplers/recorded-machine.ts';
import { factsWith } from './facts.linux.ts';
import type { Sampler } from '../samplers/sampler.ts';

const addresses = () => new Map([['eth0', ['192.0.2.7/24', '198.51.100.1/32']]]);

function made(machine: MadeUpMachine): Sampler {
  const sampler = factsWith(machine.root, addresses);
  if (typeof sampler === 'string') throw new Error(sampler);
  return sampler;
}

test('the machine in words', async () => {
  using machine = new MadeUpMachine({
    'proc/sys/kernel/hostname': 'web-01\n',
    'proc/sys/kernel/osrelease': '6.1.0-18-amd64\n',
    'proc/sys/kernel/arch': 'aarch64\n',
    'proc/cpuinfo': 'processor\t: 0\nmodel name\t: A Processor\nprocessor\t: 1\nmodel name\t: A Processor\n',
    'proc/meminfo': 'MemTotal:       1000 kB\n',
    'proc/stat': 'cpu 1\nbtime 1795238627\n',
    'proc/1/mountinfo': '1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /boot ro - vfat /dev/sda2 ro\n',
    'etc/os-release': 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    'sys/class/dmi/id/sys_vendor': 'Maker\n',
    'sys/class/dmi/id/product_name': 'Model 5\n',
    'sys/class/net/eth0/mtu': '1500\n',
    'sys/class/net/eth0/address': '02:00:00:00:00:01\n',
    'sys/class/net/eth0/speed': '1000\n',
    'sys/class/net/lo/mtu': '65536\n',
    'sys/class/net/lo/address': '00:00:00:00:00:00\n',
    'sys/class/net/wlan0/mtu': '1500\n',
    'sys/class/net/wlan0/speed': '-1\n',
  });
  const readings = new Readings();
  const sampler = made(machine);
  await readings.take(second(0), sampler);
  expect(readings.facts).toEqual({
    'device.kind': 'other',
    'host.arch': 'arm64',
    'host.boot': '1795238627000',
    'host.cpu.count': '2',
    'host.cpu.model': 'A Processor',
    'host.memory': '1024000',
    'host.model': 'Maker Model 5',
    'host.name': 'web-01',
    'interface.eth0': 'mac 02:00:00:00:00:01, mtu 1500, 1000 Mbit/s, 192.0.2.7/24, 198.51.100.1/32',
    'interface.lo': 'mtu 65536',
    'interface.wlan0': 'mtu 1500',
    'mount./': 'ext4 /dev/sda1',
    'mount./boot': 'vfat /dev/sda2 read-only',
    'os.description': 'Debian GNU/Linux 12 (bookworm)',
    'os.kernel': '6.1.0-18-amd64',
    'os.type': 'linux',
  });
});

test('what is gone is removed; the boot time does not move with the clock', async () => {
  using machine = new MadeUpMachine({
    'proc/stat': 'btime 100\n',
    'proc/1/mountinfo': '1 0 8:1 / /usb rw - ext4 /dev/sdx rw\n',
  });
  const [sampler, readings] = [made(machine), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.facts['mount./usb']).toBe('ext4 /dev/sdx');
  machine.write({ 'proc/1/mountinfo': '', 'proc/stat': 'btime 101\n' });
  await readings.take(second(60), sampler);
  expect(readings.facts['mount./usb']).toBeUndefined();
  expect(readings.facts['host.boot']).toBe('100000');
});

test('what lasts is looked at every ten minutes, what people change each time', async () => {
  using machine = new MadeUpMachine({
    'proc/sys/kernel/hostname': 'web-01\n',
    'proc/meminfo': 'MemTotal:       1000 kB\n',
    'proc/stat': 'btime 100\n',
  });
  const [sampler, readings] = [made(machine), new Readings()];
  await readings.take(second(0), sampler);
  machine.write({ 'proc/sys/kernel/hostname': 'web-02\n', 'proc/meminfo': 'MemTotal:       2000 kB\n' });
  await readings.take(second(540), sampler);
  expect(readings.facts).toMatchObject({ 'host.name': 'web-02', 'host.memory': '1024000' });
  await readings.take(second(600), sampler);
  expect(readings.facts).toMatchObject({ 'host.name': 'web-02', 'host.memory': '2048000' });
});

test('a container with its own limits; a virtual machine made from its image is none', async () => {
  const taken = async (files: Readonly<Record<string, string>>) => {
    using machine = new MadeUpMachine({ 'proc/stat': 'btime 100\n', ...files });
    const readings = new Readings();
    await readings.take(second(0), made(machine));
    return Object.fromEntries(Object.entries(readings.facts).filter(([name]) => name.startsWith('container.')));
  };
  const overlay = { 'proc/1/mountinfo': '1 0 0:9 / / rw - overlay overlay rw,upperdir=/u\n' };
  const limits = { 'sys/fs/cgroup/memory.max': '536870912\n', 'sys/fs/cgroup/cpu.max': '50000 100000\n' };
  expect(await taken({ ...overlay, ...limits, 'run/.containerenv': '' })).toEqual({
    'container.runtime': 'podman',
    'container.memory.limit': '536870912',
    'container.cpu.limit': '0.5',
  });
  const boundless = { 'sys/fs/cgroup/memory.max': 'max\n', 'sys/fs/cgroup/cpu.max': 'max 100000\n' };
  expect(await taken({ ...boundless, '.dockerenv': '' })).toEqual({ 'container.runtime': 'docker' });
  expect(await taken({ 'proc/1/mountinfo': '1 0 8:1 / / rw - ext4 /dev/vda rw\n', '.dockerenv': '' })).toEqual({});
  expect(await taken({ ...overlay, ...limits })).toEqual({});
});
