import { expect, test } from 'vitest';
import { cpu } from './cpu.portable.ts';
import { MadeUpPlatform } from './portable.fixture.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const add = (platform: MadeUpPlatform, user: number, sys: number, irq: number, idle: number) => {
  platform.times = platform.times.map((times) => ({
    user: times.user + user,
    nice: times.nice,
    sys: times.sys + sys,
    irq: times.irq + irq,
    idle: times.idle + idle,
  }));
};
const mode = (readings: Readings, name: string) => readings.value(`system.cpu.utilization{cpu.mode=${name}}`);

test('shares between two readings; none at the first', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('darwin');
  const [sampler, readings] = [machine.sampler(cpu(platform)), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.all).toEqual({});
  add(platform, 300, 100, 0, 600);
  await readings.take(second(1), sampler);
  expect(readings.value('system.cpu.busy')).toBe(0.4);
  expect(readings.value('system.cpu.core.utilization{cpu.logical_number=1}')).toBe(0.4);
  expect([mode(readings, 'user'), mode(readings, 'system'), mode(readings, 'idle')]).toEqual([0.3, 0.1, 0.6]);
});

test('Windows counts interrupts among the kernel’s time: they are not told twice', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('win32');
  const [sampler, readings] = [machine.sampler(cpu(platform)), new Readings()];
  await readings.take(second(0), sampler);
  add(platform, 300, 200, 100, 500);
  await readings.take(second(1), sampler);
  expect([mode(readings, 'system'), mode(readings, 'interrupt'), mode(readings, 'idle')]).toEqual([0.1, 0.1, 0.5]);
});

test('times that go back, or stand still, are absent for that cycle only', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('freebsd');
  const [sampler, readings] = [machine.sampler(cpu(platform)), new Readings()];
  await readings.take(second(0), sampler);
  add(platform, -500, 0, 0, 100);
  await readings.take(second(1), sampler);
  expect(readings.all).toEqual({});
  await readings.take(second(2), sampler);
  expect(readings.all).toEqual({});
  add(platform, 100, 0, 0, 100);
  await readings.take(second(3), sampler);
  expect(readings.value('system.cpu.busy')).toBe(0.5);
});

test('a system without such times says so', () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('android');
  platform.times = [];
  expect(cpu(platform)(machine)).toBe('this system tells no processor times');
});
