import { expect, test } from 'vitest';
import { network } from './network.portable.ts';
import { MadeUpPlatform, stats } from './portable.fixture.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

test('rates over the time between two rounds; one that was away begins anew', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('darwin');
  const [sampler, readings] = [machine.sampler(network(platform)), new Readings()];
  const received = () =>
    readings.value('system.network.io.rate{network.interface.name=en0,network.io.direction=receive}');
  await readings.take(second(0), sampler);
  expect(received()).toBeUndefined();
  platform.answers.networkStats = [stats('en0', 61_000, 2_000)] as never;
  await readings.take(second(60), sampler);
  expect(received()).toBe(1_000);
  platform.answers.networkStats = [];
  await readings.take(second(120), sampler);
  platform.answers.networkStats = [stats('en0', 99_000, 2_000)] as never;
  await readings.take(second(180), sampler);
  expect(received()).toBeUndefined();
  expect(platform.asked.every((question) => question === 'networkStats en0,lo0')).toBe(true);
});

test('what the package does not know is absent, not zero', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('win32');
  const [sampler, readings] = [machine.sampler(network(platform)), new Readings()];
  await readings.take(second(0), sampler);
  await readings.take(second(60), sampler);
  const names = Object.keys(readings.all).filter((series) => series.includes('errors'));
  expect(names).toEqual(['system.network.errors.rate{network.interface.name=en0,network.io.direction=receive}']);
});
