import { expect, test } from 'vitest';
import { load } from './load.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

test('three averages, threads, and their share of the lower limit', async () => {
  using machine = new MadeUpMachine({
    'proc/loadavg': '0.47 12.54 0.05 3/100 22510\n',
    'proc/sys/kernel/pid_max': '400\n',
    'proc/sys/kernel/threads-max': '9999\n',
  });
  const readings = new Readings();
  const sampler = machine.sampler(load);
  await readings.take(second(0), sampler);
  sampler.close?.();
  expect(Object.values(readings.all)).toEqual([0.47, 12.54, 0.05, 3, 100, 0.25]);
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(load(machine)).toBe('no /proc/loadavg');
});
