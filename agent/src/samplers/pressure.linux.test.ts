import { expect, test } from 'vitest';
import { pressure } from './pressure.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const psi = (some: number, full: number) =>
  `some avg10=0.41 avg60=0.38 avg300=0.68 total=${some}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=${full}\n`;
const series = (resource: string, type: string) =>
  `system.linux.psi.pressure{system.linux.psi.resource=${resource},system.pressure.stall_type=${type}}`;

test('the share of the time since the sample before; never all waiting for a processor', async () => {
  using machine = new MadeUpMachine({ 'proc/pressure/cpu': psi(1_000_000, 0), 'proc/pressure/io': psi(0, 0) });
  const [sampler, readings] = [machine.sampler(pressure), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.all).toEqual({});
  machine.write({ 'proc/pressure/cpu': psi(3_500_000, 0), 'proc/pressure/io': psi(100_000, 50_000) });
  await readings.take(second(10), sampler);
  expect(readings.all).toEqual({
    [series('cpu', 'some')]: 0.25,
    [series('io', 'some')]: 0.01,
    [series('io', 'full')]: 0.005,
  });
  sampler.close?.();
});

test('a kernel without it: it says so', () => {
  using machine = new MadeUpMachine({ 'proc/stat': '' });
  expect(pressure(machine)).toBe('no /proc/pressure');
});
