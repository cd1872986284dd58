// An agent that was stopped, one that died, a device that is off or cut off, and a site that is, told apart.
import { join } from 'node:path';
import type { Device, DevicePage } from '@fettle/shared/api/devices';
import { afterAll, beforeAll, test } from 'vitest';
import { Cable } from '../support/cable.ts';
import { Fettle, Running, until } from '../support/fettle.ts';

let fettle: Fettle;
let cable: Cable;
let second: Running | undefined;

beforeAll(async () => {
  fettle = await Fettle.create();
  await fettle.startCollector();
  cable = await Cable.to(fettle.port);
  fettle.via = `http://127.0.0.1:${cable.port}`;
  await fettle.enrol('--name', 'one');
  await fettle.startAgent('1s');
});
afterAll(async () => {
  await second?.stop();
  await fettle?.[Symbol.asyncDispose]();
  await cable?.[Symbol.asyncDispose]();
});

const becomes = (name: string, state: Device['state'], silence: Device['silence']) =>
  until(`${name} to be ${state}, ${silence ?? 'not silent'}`, async () => {
    const { items } = await fettle.api<DevicePage>('/api/v1/devices');
    const found = items.find((one) => one.name === name);
    return found?.state === state && found.silence === silence;
  });
const online = (name: string) => becomes(name, 'online', null);

test('an agent that was stopped said so', async () => {
  await online('one');
  await fettle.agent?.stop();
  await becomes('one', 'stopped', 'stopped');
  await fettle.startAgent('1s');
  await online('one');
});

test('one that died: its machine was up and closed the connection', async () => {
  await fettle.agent?.stop('SIGKILL');
  await becomes('one', 'offline', 'died');
  await fettle.startAgent('1s');
  await online('one');
});

test('a device that is off, or whose link is cut, of which nobody says anything', async () => {
  cable.fault = { kind: 'half-open' };
  await becomes('one', 'offline', 'cut');
  cable.fault = { kind: 'none' };
  await online('one');
});

test('a site of which nobody is heard any more', async () => {
  const folder = join(fettle.folder, 'second');
  const { token } = JSON.parse(await fettle.cli('token', 'enrol', '--json')) as { token: string };
  const enrol = ['enrol', '--collector', fettle.via ?? '', '--token', token, '--name', 'two', '--data', folder];
  await fettle.agentCli(...enrol);
  second = new Running(['agent/src/main.ts', 'run', '--data', folder, '--interval', '1s'], fettle.env);
  await online('two');
  cable.fault = { kind: 'half-open' };
  await Promise.all(['one', 'two'].map((name) => becomes(name, 'unreachable', 'site')));
  cable.fault = { kind: 'none' };
  await Promise.all(['one', 'two'].map(online));
});
