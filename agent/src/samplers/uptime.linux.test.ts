import { expect, test } from 'vitest';
import { OwnCost } from './own-cost.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { uptime } from './uptime.linux.ts';

test('the clock’s offset as the link measured it, its error without direction; absent before', async () => {
  using machine = new MadeUpMachine({ 'proc/uptime': '2725.62 5158.95\n' });
  const ownCost = new OwnCost();
  const [sampler, readings] = [machine.sampler((host) => uptime(host, ownCost)), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.all).toEqual({ 'system.uptime': 2_726 });
  ownCost.report({ clockOffset: -2_500 });
  await readings.take(second(1), sampler);
  expect(readings.value('fettle.clock.offset')).toBe(-2_500);
  expect(readings.value('fettle.clock.error')).toBe(2_500);
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(uptime(machine, new OwnCost())).toBe('no /proc/uptime');
});
