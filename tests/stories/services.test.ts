import { everywhere } from '@fettle/collector/domain/access/index';
import {
  getService,
  hearSpells,
  nextTurn,
  type ServiceInput,
  viewHistory,
} from '@fettle/collector/domain/services/index';
import { createServiceDesk } from '@fettle/collector/services-wiring';
import { deleteWindow } from '@fettle/collector/domain/windows/index';
import { describe, expect, test } from 'vitest';
import { cli, day, id, minute, second, start } from './device-world.ts';
import { body, serviceWorld } from './service-world.ts';

const [a, b, c] = [id('a'), id('b'), id('c')];

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
