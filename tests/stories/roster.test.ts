/** The list of devices in memory: read once, and never older than what was written. */
import { describeDevice, moveStates, withRoster } from '@fettle/collector/domain/devices/index';
import type { Device, DeviceStore } from '@fettle/collector/domain/devices/index';
import { agentActor, everywhere } from '@fettle/collector/domain/access/index';
import { expect, test } from 'vitest';
import { cli, collector, id, start } from './device-world.ts';

/** A roster over the records of a collector, a counter of its readings, and a clock. */
async function world() {
  const records = await collector();
  await records.with('berlin', 'a', 'b');
  await records.with('rome', 'c');
  const told = { reads: 0, time: start };
  const counted: DeviceStore = new Proxy(records.devices, {
    get(target, name: keyof DeviceStore) {
      if (name === 'devices') told.reads++;
      return (target[name] as (...args: unknown[]) => unknown).bind(target);
    },
  });
  return { records, told, roster: withRoster(counted, records.events, () => told.time) };
}
const names = (devices: readonly Device[]) => devices.map(({ name, state, lastSeen }) => [name, state, lastSeen]);

test('is read once for all scopes while nothing changes', async () => {
  const { records, told, roster } = await world();
  await using _ = records;
  const [all, berlin] = await Promise.all([roster.devices(everywhere), roster.devices({ sites: ['berlin'] })]);
  expect(all.map(({ name }) => name)).toEqual(['host-a', 'host-b', 'host-c']);
  expect(berlin.map(({ name }) => name)).toEqual(['host-a', 'host-b']);
  expect(await roster.devices({ sites: [] })).toEqual([]);
  expect(told.reads).toBe(1);
});

test('what was changed through it is there at once', async () => {
  const { records, roster } = await world();
  await using _ = records;
  const [first] = await roster.devices(everywhere);
  if (!first) throw new Error('no device');
  await moveStates({ store: roster, now: start }, agentActor(first.id), [{ device: first, to: 'online' }]);
  expect((await roster.devices(everywhere))[0]?.state).toBe('online');
  await describeDevice({ store: roster, now: start }, agentActor(first.id), { id: first.id, os: 'Debian 12' });
  expect((await roster.devices(everywhere))[0]?.os).toBe('Debian 12');
  expect(await roster.devices(everywhere)).toEqual(await records.devices.devices(everywhere));
});

test('what another process changed is there as soon as its event is', async () => {
  const { records, roster } = await world();
  await using _ = records;
  await roster.devices(everywhere);
  const [first] = await records.devices.devices(everywhere);
  if (!first) throw new Error('no device');
  await moveStates({ store: records.devices, now: start }, cli, [{ device: first, to: 'late' }]);
  expect((await roster.devices(everywhere))[0]?.state).toBe('late');
});

test('what another process wrote without an event is there after five seconds', async () => {
  const { records, told, roster } = await world();
  await using _ = records;
  await roster.devices(everywhere);
  await records.devices.describe(id('b'), { os: 'Debian 12' });
  told.time += 4_999;
  expect((await roster.devices(everywhere))[1]?.os).toBe('');
  told.time += 1;
  expect((await roster.devices(everywhere))[1]?.os).toBe('Debian 12');
});

test('sightings are taken over without reading, the later ones of each device', async () => {
  const { records, told, roster } = await world();
  await using _ = records;
  await roster.devices(everywhere);
  const seen = { interval: 1_000, clockOffset: 7, agentVersion: '0.2.0' };
  await roster.sight([
    { id: id('a'), lastSeen: start + 5, ...seen },
    { id: id('a'), lastSeen: start + 9, ...seen },
    { id: id('c'), lastSeen: start + 3, ...seen },
  ]);
  await roster.sight([{ id: id('a'), lastSeen: start + 8, ...seen, interval: 2_000 }]);
  const found = await roster.devices(everywhere);
  expect(told.reads).toBe(1);
  expect(names(found)).toEqual([
    ['host-a', 'unknown', start + 9],
    ['host-b', 'unknown', null],
    ['host-c', 'unknown', start + 3],
  ]);
  expect(found).toEqual(await records.devices.devices(everywhere));
});

test('a change that is made while it is read is not missed afterwards', async () => {
  const { records, roster } = await world();
  await using _ = records;
  const [first] = await records.devices.devices(everywhere);
  if (!first) throw new Error('no device');
  const reading = roster.devices(everywhere);
  const moving = moveStates({ store: roster, now: start }, agentActor(first.id), [{ device: first, to: 'online' }]);
  await Promise.all([reading, moving]);
  expect((await roster.devices(everywhere))[0]?.state).toBe('online');
});

test('a reading that fails is told, and the next one tries again', async () => {
  const { records } = await world();
  await using _ = records;
  let fails = true;
  const failing = new Proxy(records.devices, {
    get(target, name: keyof DeviceStore) {
      if (name === 'devices' && fails) return () => Promise.reject(new Error('disk'));
      return (target[name] as (...args: unknown[]) => unknown).bind(target);
    },
  });
  const roster = withRoster(failing, records.events, () => start);
  await expect(roster.devices(everywhere)).rejects.toThrow('disk');
  fails = false;
  expect(await roster.devices(everywhere)).toHaveLength(3);
});
