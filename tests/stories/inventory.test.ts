/** What devices tell of themselves, and what is heard of it, told with times. */
import type { DeviceId } from '@fettle/shared/ids';
import { agentActor } from '@fettle/collector/domain/access/index';
import { getDevice } from '@fettle/collector/domain/devices/index';
import { eventsAfter, listEvents } from '@fettle/collector/domain/events/index';
import { listFacts, recordFacts } from '@fettle/collector/domain/inventory/index';
import { describe, expect, test } from 'vitest';
import { cli, code, collector, hour, id, person, start } from './device-world.ts';

describe('facts', () => {
  const report = (world: Awaited<ReturnType<typeof collector>>, now: number, facts: Record<string, string>) =>
    recordFacts({ store: world.inventory, devices: world.devices, now }, agentActor(id('a')), {
      device: id('a'),
      time: now,
      facts,
    });

  test('first described, then told when they change', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    await report(world, start, { 'os.description': 'Debian 12', 'device.kind': 'server', 'host.cpu.model': 'x' });
    expect(await getDevice(world.at(start), cli, { id: id('a') })).toMatchObject({ os: 'Debian 12', kind: 'server' });
    expect(await world.kinds()).not.toContain('facts.changed');
    await report(world, start + hour, {
      'os.description': 'Debian 13',
      'device.kind': 'server',
      'host.cpu.model': 'x',
    });
    expect(await getDevice(world.at(start), cli, { id: id('a') })).toMatchObject({ os: 'Debian 13' });
    const [told] = await world.events.list({ sites: ['berlin'] }, { kind: 'facts.changed', limit: 2 });
    expect(told).toMatchObject({
      time: start + hour,
      device: id('a'),
      detail: { changes: [{ name: 'os.description', before: 'Debian 12', after: 'Debian 13' }] },
    });
    expect(await listFacts({ store: world.inventory }, person('viewer'), { device: id('a') })).toContainEqual({
      name: 'os.description',
      value: 'Debian 13',
      since: start + hour,
    });
  });

  test('a fact that comes or goes is told, and a new boot as a restart', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    await report(world, start, { 'host.boot.id': 'x' });
    await report(world, start + 1, { 'host.boot.id': 'x', 'mount./data': 'ext4' });
    await report(world, start + 2, { 'host.boot.id': 'y', 'mount./data': 'ext4' });
    await report(world, start + 3, { 'host.boot.id': 'y' });
    const told = (await world.kinds()).filter((kind) => kind === 'facts.changed' || kind === 'device.restarted');
    expect(told).toEqual(['facts.changed', 'device.restarted', 'facts.changed', 'facts.changed']);
  });

  test('the same facts again, as with each new connection, are not written', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const facts = { 'host.boot.id': 'x', 'mount./data': 'ext4' };
    await report(world, start, facts);
    let written = 0;
    const inventory: typeof world.inventory = {
      facts: (device) => world.inventory.facts(device),
      replace(sheet, note) {
        written++;
        return world.inventory.replace(sheet, note);
      },
    };
    expect(await report({ ...world, inventory }, start + 1, facts)).toEqual([]);
    expect(written).toBe(0);
    expect(await report({ ...world, inventory }, start + 2, { 'host.boot.id': 'y' })).toHaveLength(2);
    expect(written).toBe(1);
  });

  test('what databases cannot keep is left out, the same each time', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const odd = { name: 'a\0b\ud800c', long: 'x'.repeat(5_000) };
    expect(await report(world, start, odd)).toHaveLength(2);
    expect(await report(world, start + 1, odd)).toEqual([]);
    const [long, name] = await world.inventory.facts(id('a'));
    expect([long?.value.length, name?.value]).toEqual([1_024, 'ab\ufffdc']);
  });

  test('too many, too long, of another device, of none', async () => {
    await using world = await collector();
    await world.with('berlin', 'a');
    const many = Object.fromEntries(Array.from({ length: 1_025 }, (_, i) => [`f${i}`, '']));
    await expect(report(world, start, many)).rejects.toEqual(code('message_too_large'));
    await expect(report(world, start, { ['x'.repeat(129)]: '' })).rejects.toEqual(code('name_too_long'));
    const ports = { store: world.inventory, devices: world.devices, now: start };
    const sheet = (device: DeviceId) => ({ device, time: start, facts: { a: 'b' } });
    await expect(recordFacts(ports, agentActor(id('b')), sheet(id('a')))).rejects.toEqual(code('not_allowed'));
    await expect(recordFacts(ports, agentActor(id('b')), sheet(id('b')))).rejects.toEqual(code('device_unknown'));
  });
});

describe('events', () => {
  test('pages newest first, and a cursor that knows when it missed some', async () => {
    await using world = await collector();
    await world.with('berlin', 'a', 'b', 'c');
    const viewer = person('viewer', 'berlin');
    const first = await listEvents({ store: world.events }, viewer, { limit: 3 });
    expect(first.items.map(({ sequence }) => sequence)).toEqual([4, 3, 2]);
    const rest = await listEvents({ store: world.events }, viewer, { limit: 3, cursor: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ sequence: 1, kind: 'token.published' }], next: null });
    await expect(listEvents({ store: world.events }, viewer, { cursor: '1; drop' })).rejects.toEqual(
      code('input_invalid'),
    );
    const after = (sequence: number) => eventsAfter({ store: world.events }, viewer, { sequence, limit: 10 });
    expect(await after(2)).toHaveLength(2);
    expect(await after(4)).toEqual([]);
    expect(await after(5)).toBeNull();
    await world.events.retain(start + 1);
    expect(await after(4)).toEqual([]);
    expect(await after(3)).toBeNull();
  });
});
