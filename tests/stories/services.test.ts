import { everywhere, personActor } from '@fettle/collector/domain/access/index';
import { moveState } from '@fettle/collector/domain/devices/index';
import {
  createLink,
  deleteService,
  getService,
  hearSpells,
  listServices,
  mapServices,
  nextTurn,
  publicCalendar,
  publicStatus,
  putService,
  type ServiceInput,
  serviceHistory,
  type ServicePorts,
  tendServices,
  viewHistory,
} from '@fettle/collector/domain/services/index';
import { createServiceDesk } from '@fettle/collector/services-wiring';
import { deleteWindow, putWindow, type WindowWhen } from '@fettle/collector/domain/windows/index';
import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { cli, code, day, hour, id, jobs, minute, person, second, start } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const [a, b, c] = [id('a'), id('b'), id('c')];

const body = (fields: Partial<ServiceInput> = {}): ServiceInput => ({
  id: 'mail',
  name: 'Mail',
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: null,
  site: null,
  parts: [
    { name: 'servers', of: { kind: 'device', ids: [a, b], counts: 'critical' }, need: { kind: 'any' }, impact: 'down' },
  ],
  version: 0,
  ...fields,
});

async function serviceWorld() {
  const world = await incidentWorld();
  const ports = (): ServicePorts & Parameters<typeof hearSpells>[0] => {
    const { services, devices, windows, incidents, access, plans, events } = world;
    return { services, devices, windows, incidents, access, plans, events, now: world.now };
  };
  const hear = async () => {
    while ((await hearSpells(ports())).events > 0);
    await tendServices(ports());
  };
  return {
    ...world,
    get now() {
      return world.now;
    },
    ports,
    hear,
    put: (input: ServiceInput, actor = cli) => putService(ports(), actor, input),
    async move(device: DeviceId, to: DeviceState, silence: 'shutdown' | null = null) {
      const found = await world.devices.device(everywhere, device);
      if (!found) throw new Error(device);
      await moveState({ store: world.devices, now: world.now }, jobs, { device: found, to, silence });
    },
    window: (name: string, when: Partial<WindowWhen>, version = 0, selector = '') =>
      putWindow({ store: world.windows, devices: world.devices, now: world.now }, cli, {
        id: name,
        name,
        selector,
        reason: '',
        when: { zone: 'UTC', start: '2026-10-01T00:00', lastsMs: hour, repeat: { every: 'once' }, ...when },
        enabled: true,
        version,
      }),
    async history(service = 'mail', to = world.now) {
      const found = await serviceHistory(ports(), everywhere, service, start, to);
      return found.map((one) => `${(one.from - start) / second}–${(one.to - start) / second} ${one.state}`);
    },
    async told() {
      const found = await world.events.after(everywhere, 0, 1_000);
      return found
        .filter(({ kind }) => kind === 'service.state')
        .map(({ time, detail }) => `${(time - start) / second} ${String(detail['from'])} → ${String(detail['to'])}`);
    },
  };
}

describe('what was out', () => {
  test('incidents and silences make the history to the millisecond, and what was told fits it', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.put(body());
    await world.hear();
    world.jump(10 * second);
    await world.move(a, 'offline');
    await world.hear();
    world.jump(10 * second + 1);
    await world.find(world.finding(b, { severity: 'critical' }));
    await world.hear();
    world.jump(10 * second);
    // Better, and then over: a warning does not count here.
    await world.find(world.finding(b, { severity: 'warning' }));
    world.jump(10 * second);
    await world.find(world.finding(b, { severity: null }));
    await world.move(a, 'online');
    await world.hear();
    world.jump(10 * second);
    expect(await world.history()).toEqual([
      '0–10 in-order',
      '10–20.001 degraded',
      '20.001–30.001 down',
      '30.001–40.001 degraded',
      '40.001–50.001 in-order',
    ]);
    expect(await world.told()).toEqual([
      '0 null → in-order',
      '10 in-order → degraded',
      '20.001 degraded → down',
      '40.001 down → in-order',
    ]);
    const view = await viewHistory(world.ports(), cli, { id: 'mail', from: start, to: start + day });
    expect(view.totals).toEqual({ 'in-order': 20_000, degraded: 20_001, down: 10_000, window: 0, unknown: 0 });
    const down = view.items.find(({ state }) => state === 'down');
    expect(down?.causes.map(({ kind, id: cause, device }) => [kind, cause, device])).toEqual([
      ['away', a, a],
      ['incident', (await world.only()).id, b],
    ]);
  });

  test('reopened, it has a spell for each time; killed before the cursor moved, the same again', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.put(body({ parts: [{ ...body().parts[0], need: { kind: 'all' } } as ServiceInput['parts'][0]] }));
    await world.hear();
    const break_ = (severity: 'critical' | null) => world.find(world.finding(a, { severity }));
    for (const severity of ['critical', null, 'critical', null] as const) {
      world.jump(10 * second);
      await break_(severity);
      // Killed after all was reckoned and before it was kept, then once more.
      const { services } = world;
      await hearSpells({
        ...world.ports(),
        services: new Proxy(services, {
          get: (target, name) =>
            name === 'hear' ? async () => 'changed_meanwhile' : Reflect.get(target, name).bind(target),
        }),
      });
      await world.hear();
    }
    const expected = ['0–10 in-order', '10–20 down', '20–30 in-order', '30–40 down', '40–50 in-order'];
    world.jump(10 * second);
    expect(await world.history()).toEqual(expected);
    const spells = await world.services.spells(everywhere, { from: 0, to: start * 2 });
    expect(spells.map(({ from, to }) => [from - start, (to ?? 0) - start])).toEqual([
      [10_000, 20_000],
      [30_000, 40_000],
    ]);
  });

  test('a collector with a past looks back: incidents with their timelines, silences, windows, and hears on from there', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b, c);
    await world.window('night', { start: '2026-10-01T00:00', lastsMs: minute });
    world.jump(10 * second);
    await world.find(world.finding(a, { severity: 'warning' }));
    world.jump(10 * second);
    await world.find(world.finding(a, { severity: 'critical' }));
    await world.move(b, 'offline');
    world.jump(10 * second);
    await world.find(world.finding(a, { severity: null }));
    await world.move(b, 'unreachable');
    await world.move(c, 'stopped', 'shutdown');
    world.jump(10 * second);
    await world.move(b, 'late');
    // Only now services are listened for.
    await world.hear();
    world.jump(10 * second);
    await world.move(c, 'online');
    await world.hear();
    const spells = await world.services.spells(everywhere, { from: 0, to: start * 2 });
    const brief = spells.map((one) => [one.kind, one.device, one.severity, one.from - start, (one.to ?? 0) - start]);
    expect(brief).toEqual([
      ['incident', a, 'warning', 10_000, 20_000],
      ['away', b, null, 20_000, 40_000],
      ['incident', a, 'critical', 20_000, 30_000],
      ['away', c, null, 30_000, 50_000],
    ]);
    const terms = await world.services.terms(start, start + 1);
    expect(terms).toMatchObject([{ window: 'night', from: start, to: null, devices: [a, b, c] }]);
  });

  test('an agent that is stopped says nothing of its machine, late is not away, and a retired device is no member', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    const part = {
      name: 'all',
      of: { kind: 'devices', selector: '', counts: 'away' },
      need: { kind: 'all' },
      impact: 'down',
    } as const;
    await world.put(body({ parts: [part] }));
    await world.hear();
    world.jump(10 * second);
    await world.move(a, 'stopped');
    await world.hear();
    world.jump(10 * second);
    await world.move(a, 'late');
    world.jump(10 * second);
    await world.move(b, 'offline');
    await world.hear();
    world.jump(10 * second);
    await world.move(b, 'retired');
    await world.hear();
    expect((await getService(world.ports(), cli, { id: 'mail' })).devices).toBe(1);
    world.jump(10 * second);
    expect(await world.history()).toEqual(['0–30 in-order', '30–40 down', '40–50 in-order']);
  });
});

describe('windows', () => {
  test('what was planned stays planned when its window is changed or taken away', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    const one = { ...body().parts[0], of: { kind: 'device', ids: [a], counts: 'any' } } as ServiceInput['parts'][0];
    await world.put(body({ parts: [one] }));
    await world.window('now', { lastsMs: 30 * minute });
    await world.hear();
    world.jump(10 * minute);
    await world.move(a, 'offline');
    await world.hear();
    expect((await getService(world.ports(), cli, { id: 'mail' })).state).toBe('window');
    world.jump(10 * minute);
    // It ends ten minutes sooner than it was to.
    await world.window('now', { lastsMs: 25 * minute }, 1);
    await world.hear();
    expect(await nextTurn(world.ports())).toBe(start + 25 * minute);
    world.jump(10 * minute);
    await world.hear();
    await deleteWindow({ store: world.windows, devices: world.devices, now: world.now }, cli, {
      id: 'now',
      version: 2,
    });
    await world.hear();
    world.jump(10 * minute);
    expect(await world.history()).toEqual(['0–600 in-order', '600–1500 window', '1500–2400 down']);
    expect(await world.told()).toEqual(['0 null → in-order', '600 in-order → window', '1500 window → down']);
  });
});

describe('what the collector does each second', () => {
  const watched = (services: Awaited<ReturnType<typeof serviceWorld>>['services'], calls: string[]) =>
    new Proxy(services, {
      get: (target, name) => {
        if (name === 'states') calls.push('looked');
        return Reflect.get(target, name).bind(target);
      },
    });

  test('a window that ends is told at its end though nothing happened, and where nothing can change nobody looks', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    const one = { ...body().parts[0], of: { kind: 'device', ids: [a], counts: 'any' } } as ServiceInput['parts'][0];
    await world.put(body({ parts: [one] }));
    await world.window('now', { lastsMs: 30 * minute });
    const looked: string[] = [];
    const stores = { ...world, services: watched(world.services, looked) } as never;
    const clock = { now: () => world.now };
    let desk = createServiceDesk({ stores, clock });
    await world.move(a, 'offline');
    await Promise.all([desk.tell(), desk.tell(), desk.tell()]);
    expect(await world.told()).toEqual(['0 null → window']);
    looked.length = 0;
    for (let i = 0; i < 100; i++) {
      world.jump(10 * second);
      await desk.tell();
    }
    expect(looked).toEqual([]);
    // The collector is down over the window’s end.
    world.jump(20 * minute);
    desk = createServiceDesk({ stores, clock });
    await desk.tell();
    await desk.tell();
    expect(await world.told()).toEqual(['0 null → window', '1800 window → down']);
    const [state] = await world.services.states();
    expect(state).toEqual({ service: 'mail', state: 'down', since: start + 30 * minute });
  });
});

describe('labels', () => {
  test('what a selector chooses later counts from then on, and not before', async () => {
    await using world = await serviceWorld();
    await world.fleet('berlin', a, b);
    await world.change(a, { labels: { role: 'db' } });
    const part = {
      name: 'db',
      of: { kind: 'devices', selector: 'role=db', counts: 'away' },
      need: { kind: 'all' },
      impact: 'down',
    } as const;
    await world.put(body({ parts: [part] }));
    await world.hear();
    await world.move(b, 'offline');
    world.jump(10 * second);
    await world.change(b, { labels: { role: 'db' } });
    await world.events.record({
      events: [{ time: world.now, kind: 'device.changed', device: b, site: 'berlin', detail: {} }],
      audit: [],
    });
    await world.hear();
    world.jump(10 * second);
    expect(await world.history()).toEqual(['0–10 in-order', '10–20 down']);
    expect((await world.services.compositions(start, world.now)).map(({ from }) => from - start)).toEqual([0, 10_000]);
  });
});

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
