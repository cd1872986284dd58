import { personActor } from '@fettle/collector/domain/access/index';
import {
  createLink,
  deleteService,
  getService,
  listServices,
  mapServices,
  publicCalendar,
  publicStatus,
  type ServiceInput,
  serviceHistory,
} from '@fettle/collector/domain/services/index';
import { describe, expect, test } from 'vitest';
import { cli, code, day, hour, id, minute, person, second, start } from './device-world.ts';
import { body, serviceWorld } from './service-world.ts';

const [a, b] = [id('a'), id('b')];

describe('the catalogue', () => {
  const on = (...ids: string[]): ServiceInput['parts'][0] => {
    return { name: 'others', of: { kind: 'service', ids }, need: { kind: 'all' }, impact: 'down' };
  };

  test('services rely on services, never in a circle, and what is relied on stays', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.put(body({ id: 'db', name: 'Database' }));
    await world.put(body({ id: 'mail', parts: [on('db')] }));
    await expect(world.put(body({ id: 'db', parts: [on('mail')], version: 1 }))).rejects.toMatchObject({
      code: 'service_cycle',
      message: expect.stringContaining('db relies on mail relies on db'),
    });
    await expect(deleteService(world.ports(), cli, { id: 'db', version: 1 })).rejects.toThrow(code('service_in_use'));
    await world.hear();
    world.jump(second);
    await world.move(a, 'offline');
    await world.move(b, 'offline');
    await world.hear();
    const list = await listServices(world.ports(), cli);
    expect(list.map(({ id: one, state, since }) => [one, state, (since ?? 0) - start])).toEqual([
      ['db', 'down', 1_000],
      ['mail', 'down', 1_000],
    ]);
    expect(list[1]?.causes).toEqual([
      { kind: 'service', id: 'db', device: null, words: 'Database', since: start + second },
    ]);
    expect(list[0]?.partStates).toEqual([{ name: 'servers', members: 2, out: 2, met: false }]);
    const map = await mapServices(world.ports(), cli);
    expect(map.edges).toContainEqual({ from: 'service:mail', to: 'service:db', part: 'others' });
    expect(map.edges).toContainEqual({ from: 'service:db', to: `device:${a}`, part: 'servers' });
    expect(map.nodes.find(({ id: node }) => node === `device:${a}`)).toMatchObject({
      kind: 'device',
      state: 'offline',
    });
  });

  test('who does not see every device sees nothing of it, and makes none of what he does not see', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a);
    await world.fleet('porto', b);
    await world.put(body());
    await world.put(
      body({ id: 'own', parts: [{ ...body().parts[0], of: { kind: 'device', ids: [a], counts: 'any' } } as never] }),
    );
    await world.hear();
    const berlin = person('operator', 'berlin');
    expect((await listServices(world.ports(), berlin)).map(({ id: one }) => one)).toEqual(['own']);
    await expect(getService(world.ports(), berlin, { id: 'mail' })).rejects.toThrow(code('not_found'));
    await expect(serviceHistory(world.ports(), berlin.scope, 'mail', start, start + 1)).rejects.toThrow(
      code('not_found'),
    );
    expect(JSON.stringify(await mapServices(world.ports(), berlin))).not.toContain(b);
    await expect(world.put(body({ id: 'x' }), berlin)).rejects.toThrow(code('input_invalid'));
    await expect(world.put(body({ id: 'x', parts: [on('mail')] }), berlin)).rejects.toThrow(code('input_invalid'));
    await expect(world.put(body({ version: 1 }), berlin)).rejects.toThrow(code('not_found'));
    const part = {
      name: 'all',
      of: { kind: 'devices', selector: '', counts: 'away' },
      need: { kind: 'all' },
      impact: 'down',
    } as const;
    await expect(world.put(body({ id: 'x', parts: [part] }), berlin)).rejects.toThrow(code('not_allowed'));
    await world.put(body({ id: 'x', site: 'berlin', parts: [part] }), berlin);
    expect((await getService(world.ports(), berlin, { id: 'x' })).devices).toBe(1);
    // Somebody else's service of that id tells nothing but that the id is taken.
    await expect(
      world.put(body({ parts: [{ ...part, of: { kind: 'device', ids: [a], counts: 'any' } }] }), berlin),
    ).rejects.toThrow(code('changed_meanwhile'));
  });

  test('a version that is not the last is refused', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.put(body());
    await world.put(body({ name: 'Post', version: 1 }));
    await expect(world.put(body({ version: 1 }))).rejects.toThrow(code('changed_meanwhile'));
    await expect(world.put(body({ owner: 'pnobody', version: 2 }))).rejects.toThrow(code('input_invalid'));
    expect(await world.services.compositions(0, start * 2)).toHaveLength(1);
  });
});

describe('people without a login', () => {
  const manager = personActor({ id: 'pada' as never, role: 'manager', sites: 'all' });
  const tokenOf = (address: string) => /\/([0-9a-z]{26})/.exec(address)?.[1] ?? '';

  test('a status page tells days and what is planned, and no device', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.put(body({ description: 'All mail' }));
    await world.window(`Patch ${a}`.toLowerCase().replaceAll(' ', '-'), { start: '2026-10-03T00:00' });
    await world.window('kernel', { start: '2026-10-03T02:00' });
    await world.hear();
    world.jump(day - 30 * minute);
    await world.move(a, 'offline');
    await world.move(b, 'offline');
    await world.hear();
    world.jump(hour);
    await world.move(a, 'online');
    await world.move(b, 'online');
    await world.hear();
    world.jump(hour);
    const { address } = await createLink(world.ports(), manager, {
      kind: 'status',
      name: 'For all',
      services: ['mail'],
      site: null,
    });
    const status = await publicStatus(world.ports(), tokenOf(address));
    expect(status.services).toHaveLength(1);
    expect(status.services[0]).toMatchObject({ name: 'Mail', description: 'All mail', state: 'in-order' });
    expect(status.services[0]?.days).toHaveLength(90);
    expect(status.services[0]?.days.slice(-3)).toEqual([
      { day: '2026-09-30', state: 'unknown', downSeconds: 0 },
      { day: '2026-10-01', state: 'down', downSeconds: 1_800 },
      { day: '2026-10-02', state: 'down', downSeconds: 1_800 },
    ]);
    expect(status.planned.map(({ name }) => name)).toEqual(['Planned maintenance', 'kernel']);
    expect(JSON.stringify(status)).not.toContain(a);
    // A token of one kind opens nothing of the other, nor does its hash.
    await expect(publicCalendar(world.ports(), tokenOf(address))).rejects.toThrow(code('not_found'));
    const [link] = await world.services.links();
    await expect(publicStatus(world.ports(), link?.hash ?? '')).rejects.toThrow(code('not_found'));
    expect(JSON.stringify(link)).not.toContain(tokenOf(address));
    expect(link?.lastUsedAt).toBe(world.now);
  });

  test('a calendar writes windows out for 400 days, within its site', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a);
    await world.fleet('porto', b);
    await world.window('weekly', { start: '2026-10-04T22:00', repeat: { every: 'week', days: [7] } }, 0, 'site=berlin');
    await world.window('far', {}, 0, 'site=porto');
    const { address } = await createLink(world.ports(), manager, {
      kind: 'calendar',
      name: 'Berlin',
      services: [],
      site: 'berlin',
    });
    const { work } = await publicCalendar(world.ports(), tokenOf(address));
    expect(work.every(({ name }) => name === 'weekly')).toBe(true);
    expect(work).toHaveLength(57);
    const again = await publicCalendar(world.ports(), tokenOf(address));
    expect(again.work).toEqual(work);
    expect(new Set(work.map(({ uid }) => uid)).size).toBe(57);
  });

  test('who sees one site makes a page of that site only', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a);
    await world.fleet('porto', b);
    await world.put(body());
    const berlin = person('manager', 'berlin');
    const ask = (fields: object) =>
      createLink(world.ports(), berlin, { kind: 'status', name: 'x', services: ['mail'], site: null, ...fields });
    await expect(ask({})).rejects.toThrow(code('input_invalid'));
    await expect(ask({ services: [] })).rejects.toThrow(code('input_invalid'));
    await expect(ask({ kind: 'calendar', services: [], site: 'porto' })).rejects.toThrow(code('not_allowed'));
    await expect(
      createLink(world.ports(), person('operator'), { kind: 'status', name: 'x', services: ['mail'], site: null }),
    ).rejects.toThrow(code('not_allowed'));
  });
});
