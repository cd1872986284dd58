import { expect, test } from 'vitest';
import { network } from './network.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const heading = 'Inter-|   Receive | Transmit\n face |bytes packets | bytes packets\n';
const dev = (lines: Readonly<Record<string, readonly [received: number, sent: number]>>) => ({
  'proc/net/dev':
    heading +
    Object.entries(lines)
      .map(([name, [received, sent]]) => `${name.padStart(6)}: ${received} 7 1 2 3 4 5 6 ${sent} 9 3 4 0 0 0 0\n`)
      .join(''),
});
const bytes = (name: string, direction: string) =>
  `system.network.io.rate{network.interface.name=${name},network.io.direction=${direction}}`;

const detail = (direction: string, packet: string) =>
  `linux.packets.rate{network.interface.name=eth0,network.io.direction=${direction},system.network.linux.packet=${packet}}`;

test('what else is told of packets stands in its own place', async () => {
  const line = (...counts: number[]) => ({ 'proc/net/dev': `${heading}  eth0: ${counts.join(' ')}\n` });
  using machine = new MadeUpMachine(line(1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0));
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  await readings.take(second(0), sampler);
  machine.write(line(1, 1, 0, 0, 10, 20, 30, 40, 1, 1, 0, 0, 50, 60, 70, 80));
  await readings.take(second(10), sampler);
  const value = (direction: string, packet: string) => readings.value(`system.network.${detail(direction, packet)}`);
  expect(['queue_full', 'broken_frame', 'compressed', 'multicast'].map((packet) => value('receive', packet))).toEqual([
    1, 2, 3, 4,
  ]);
  expect(['queue_full', 'collision', 'carrier_lost', 'compressed'].map((packet) => value('transmit', packet))).toEqual([
    5, 6, 7, 8,
  ]);
});

test('received and sent, told apart, with errors and drops beside them', async () => {
  using machine = new MadeUpMachine(dev({ lo: [10, 10], eth0: [1_000, 2_000] }));
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  await readings.take(second(0), sampler);
  machine.write(dev({ lo: [10, 10], eth0: [3_000, 2_500] }));
  await readings.take(second(10), sampler);
  expect(readings.value(bytes('eth0', 'receive'))).toBe(200);
  expect(readings.value(bytes('eth0', 'transmit'))).toBe(50);
  expect(readings.value(bytes('lo', 'receive'))).toBe(0);
  machine.write({ 'proc/net/dev': `${heading}  eth0:4000 17 21 42 3 4 5 6 2500 29 33 54 0 0 0 0\n` });
  await readings.take(second(20), sampler);
  const rates = Object.entries(readings.all).map(([series, value]) => [series.replace('system.network.', ''), value]);
  expect(Object.fromEntries(rates.filter(([series]) => String(series).includes('receive')))).toEqual({
    'io.rate{network.interface.name=eth0,network.io.direction=receive}': 100,
    'packet.count.rate{network.interface.name=eth0,network.io.direction=receive}': 1,
    'errors.rate{network.interface.name=eth0,network.io.direction=receive}': 2,
    'packet.dropped.rate{network.interface.name=eth0,network.io.direction=receive}': 4,
    ...Object.fromEntries(
      ['queue_full', 'broken_frame', 'compressed', 'multicast'].map((packet) => [detail('receive', packet), 0]),
    ),
  });
  sampler.close?.();
});

test('a counter of 32 bits that wraps, and one that was reset with its interface', async () => {
  using machine = new MadeUpMachine(dev({ eth0: [2 ** 32 - 100, 5_000_000] }));
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  await readings.take(second(0), sampler);
  machine.write(dev({ eth0: [900, 100] }));
  await readings.take(second(10), sampler);
  expect(readings.value(bytes('eth0', 'receive'))).toBe(100);
  expect(readings.value(bytes('eth0', 'transmit'))).toBeUndefined();
});

test('those that never carried a byte and the ends of container cables are left out', async () => {
  using machine = new MadeUpMachine(dev({ ifb0: [0, 0], veth12ab: [5, 5], wg0: [0, 7] }));
  machine.write({ 'sys/class/net/veth12ab/operstate': 'up\n', 'sys/class/net/wg0/operstate': 'unknown\n' });
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  await readings.take(second(0), sampler);
  const names = readings.dictionary.series.map(({ attributes }) => attributes['network.interface.name']);
  expect([...new Set(names)]).toEqual(['wg0']);
});

test('whether it is up, told even in the cycle in which it was plugged in', async () => {
  using machine = new MadeUpMachine({ ...dev({ eth0: [1, 1] }), 'sys/class/net/eth0/operstate': 'up\n' });
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  const state = (name: string) => readings.value(`system.network.interface.state{network.interface.name=${name}}`);
  await readings.take(second(0), sampler);
  expect(state('eth0')).toBe(6);
  machine.write({ ...dev({ usb0: [9, 9], eth0: [1, 1] }), 'sys/class/net/eth0/operstate': 'down\n' });
  machine.write({ 'sys/class/net/usb0/operstate': 'dormant\n' });
  await readings.take(second(1), sampler);
  expect([state('eth0'), state('usb0')]).toEqual([2, 5]);
  machine.write({ 'sys/class/net/eth0/operstate': 'word of a newer kernel\n', 'sys/class/net/usb0/operstate': '' });
  await readings.take(second(2), sampler);
  expect([state('eth0'), state('usb0')]).toEqual([undefined, undefined]);
});

test('one that is unplugged is absent at once; back, under its name or another, it begins anew', async () => {
  using machine = new MadeUpMachine(dev({ eth0: [1_000, 1_000], usb0: [8_000, 8_000] }));
  const [sampler, readings] = [machine.sampler(network), new Readings()];
  const received = () => ['eth0', 'usb0', 'enx02'].map((name) => readings.value(bytes(name, 'receive')));
  const at = async (seconds: number, lines: Parameters<typeof dev>[0]) => {
    machine.write(dev(lines));
    await readings.take(second(seconds), sampler);
    return received();
  };
  await readings.take(second(0), sampler);
  expect(await at(10, { eth0: [2_000, 2_000] })).toEqual([100, undefined, undefined]);
  // Its counters began at zero when it was plugged in again.
  expect(await at(20, { usb0: [50, 50], eth0: [3_000, 3_000] })).toEqual([100, undefined, undefined]);
  expect(await at(30, { eth0: [4_000, 4_000], enx02: [500, 500] })).toEqual([100, undefined, undefined]);
  expect(await at(40, { eth0: [4_000, 4_000], enx02: [1_500, 500] })).toEqual([0, undefined, 100]);
});
