import { expect, test } from 'vitest';
import { vitalsOf } from './vitals.ts';

const value = (metric: string, figure: number, attributes = {}) => ({
  metric,
  attributes,
  value: figure,
  unit: '',
  time: 0,
});

test('only what the device measures', () => {
  expect(vitalsOf([])).toEqual([]);
  expect(vitalsOf([value('system.cpu.busy', 0.34)])).toMatchObject([{ title: 'CPU', value: 0.34, note: '' }]);
});

test('the fullest disk says which, memory says of how much', () => {
  const found = vitalsOf([
    value('system.memory.utilization', 0.5),
    value('system.memory.limit', 32 * 2 ** 30),
    value('system.filesystem.utilization', 0.2, { 'system.filesystem.mountpoint': '/' }),
    value('system.filesystem.utilization', 0.9, { 'system.filesystem.mountpoint': '/var' }),
  ]);
  expect(found.map(({ title, value: figure, note }) => [title, figure, note])).toEqual([
    ['Memory', 0.5, '16.0 GiB of 32.0 GiB'],
    ['Fullest disk', 0.9, '/var'],
  ]);
});

test('network is the sum of what comes in, without the loopback', () => {
  const io = (name: string, direction: string, rate: number) =>
    value('system.network.io.rate', rate, { 'network.interface.name': name, 'network.io.direction': direction });
  const all = [
    io('lo', 'receive', 1e9),
    io('eth0', 'receive', 1e6),
    io('eth1', 'receive', 2e6),
    io('eth0', 'transmit', 5e6),
  ];
  expect(vitalsOf(all)).toMatchObject([{ title: 'Network in', value: 3e6, note: '40.0 Mbit/s out' }]);
});

test('never more than seven', () => {
  const names = [
    'system.cpu.busy',
    'system.cpu.load_average.1m',
    'system.memory.utilization',
    'system.filesystem.utilization',
  ];
  const more = ['system.disk.utilization', 'hw.temperature', 'system.paging.utilization'];
  const net = value('system.network.io.rate', 1, { 'network.io.direction': 'receive' });
  expect(vitalsOf([...names, ...more].map((name) => value(name, 0.1)).concat(net))).toHaveLength(7);
});
