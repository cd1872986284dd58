import { expect, test } from 'vitest';
import { agent } from './agent.linux.ts';
import { OwnCost } from './own-cost.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

test('memory of its own and shared, and what others report', async () => {
  using machine = new MadeUpMachine({ 'proc/self/statm': '9999 1000 400 5 0 6 0\n' });
  const ownCost = new OwnCost();
  const [sampler, readings] = [machine.sampler((host) => agent(host, ownCost)), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.value('fettle.agent.frames.unacknowledged')).toBeUndefined();
  ownCost.report({ unacknowledged: 3 });
  ownCost.report({ dropped: 0, refused: 2 });
  await readings.take(second(1), sampler);
  expect(readings.value('fettle.agent.memory.resident')).toBe(4_096_000);
  expect(readings.value('fettle.agent.memory.anonymous')).toBe(2_457_600);
  expect(readings.value('fettle.agent.frames.unacknowledged')).toBe(3);
  expect(readings.value('fettle.agent.frames.dropped')).toBe(0);
  expect(readings.value('fettle.agent.frames.refused')).toBe(2);
  expect(readings.value('fettle.agent.cpu.utilization')).toBeGreaterThan(0);
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(agent(machine, new OwnCost())).toBe('no /proc/self/statm');
});
