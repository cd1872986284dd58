import type { Device } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { LiveFleet } from '@fettle/shared/api/live';
import { inScope, type Scope } from '../../domain/access/index.ts';
import type { Event } from '../../domain/events/index.ts';
import { Hub, type LiveMessages, resumeLimit, type Subscriber } from './hub.ts';

const all: Scope = { sites: 'all' };
const id = (letter: string) => `d${letter.repeat(26)}` as DeviceId;

function setUp() {
  const rows: Event[] = [];
  const watched: string[] = [];
  const allowed = new Set<Subscriber>();
  const fleet: Device[] = [];
  const labels = new Map<string, Record<string, string>>();
  const add = (site: string | null = 'berlin', device: DeviceId | null = id('a'), kind = 'device.state') =>
    rows.push({ sequence: rows.length + 1, time: 0, kind, device, site, detail: {} });
  const hub = new Hub({
    events: {
      after: async (scope, sequence, limit) =>
        rows.filter((row) => row.sequence > sequence && inScope(scope, row.site)).slice(0, limit),
      bounds: async () => ({ oldest: rows[0]?.sequence ?? 1, newest: rows.length }),
    },
    fleet: async (_scope, ids) => ({ items: fleet.filter((one) => ids.has(one.id as DeviceId)), total: fleet.length }),
    devices: async (ids) =>
      new Map(
        [...ids].flatMap((one) => {
          const own = labels.get(one);
          return own ? [[one, { id: one, site: 'berlin', os: 'linux', kind: 'server', labels: own } as never]] : [];
        }),
      ),
    watch: (device) => {
      watched.push(`+${device[1]}`);
      return () => watched.push(`-${device[1]}`);
    },
  });
  const open = (scope: Scope = all, devices: DeviceId[] = [], viewer?: DeviceId[]) => {
    const got: [name: string, id: number | undefined][] = [];
    const said: unknown[] = [];
    const stream: Subscriber = {
      scope,
      devices: new Set(devices),
      fleet: viewer !== undefined,
      rows: new Set(viewer),
      order: null,
      run: null,
      readsRuns: true,
      send: (name: keyof LiveMessages, data: unknown, sequence?: number) => {
        got.push([name, sequence]);
        if (name === 'fleet' || name === 'run') said.push(data);
      },
      beat: () => void got.push(['beat', undefined]),
      allowed: async () => allowed.has(stream),
      end: () => void got.push(['end', undefined]),
    };
    allowed.add(stream);
    return { stream, got, said };
  };
  return { rows, labels, add, hub, open, watched, allowed, fleet };
}

describe('live hub', () => {
  test('who may not read runs is told how they stand, and not what they said', async () => {
    const { hub, open, labels } = setUp();
    const device = `d${'a'.repeat(32)}` as DeviceId;
    labels.set(device, {});
    const [reader, viewer] = [open(), open()];
    const of = { order: 'o', readsRuns: true };
    await hub.subscribe(Object.assign(reader.stream, of), null);
    await hub.subscribe(Object.assign(viewer.stream, { ...of, readsRuns: false }), null);
    await hub.runs([
      { order: 'o', id: 'u', device, ring: 0, state: 'done', exit: 0, code: null, lastLine: 'a secret' },
    ]);
    expect(reader.said).toMatchObject([{ state: 'done', lastLine: 'a secret' }]);
    expect(viewer.said).toMatchObject([{ state: 'done', lastLine: null }]);
  });

  test.each(['person.disabled', 'person.changed', 'token.revoked', 'device.changed'])(
    'with %s those who may no longer look are cut off before anything more is told',
    async (kind) => {
      const { hub, add, open, allowed } = setUp();
      const [out, stays] = [open(), open()];
      await hub.subscribe(out.stream, null);
      await hub.subscribe(stays.stream, null);
      await hub.tick();
      allowed.delete(out.stream);
      add('berlin', id('a'));
      await hub.tick();
      expect(out.got).toEqual([['event', 1]]);
      add(null, null, kind);
      await hub.tick();
      expect(out.got[1]).toEqual(['end', undefined]);
      expect(stays.got).toEqual([
        ['event', 1],
        ['event', 2],
      ]);
    },
  );

  test('a stream with a selector hears of the devices that it chooses, and of what is of no device', async () => {
    const { hub, add, open, labels } = setUp();
    labels.set(id('a'), { env: 'prod' });
    labels.set(id('b'), { env: 'test' });
    const prod = open({ sites: ['berlin'], selector: 'env=prod' });
    const everything = open();
    await hub.subscribe(prod.stream, null);
    await hub.subscribe(everything.stream, null);
    await hub.tick();
    add('berlin', id('a'));
    add('berlin', id('b'));
    add('berlin', id('c'));
    add('berlin', null);
    add('rome', null);
    await hub.tick();
    expect(prod.got).toEqual([
      ['event', 1],
      ['event', 4],
    ]);
    expect(everything.got).toHaveLength(5);
    labels.set(id('b'), { env: 'prod' });
    add('berlin', id('b'));
    await hub.tick();
    expect(prod.got.at(-1)).toEqual(['event', 6]);
  });

  test('a new stream gets what happens from now on, in order, once', async () => {
    const { add, hub, open } = setUp();
    add();
    const { stream, got } = open();
    await hub.subscribe(stream, null);
    add();
    add();
    await hub.tick();
    await hub.tick();
    expect(got).toEqual([
      ['event', 2],
      ['event', 3],
    ]);
  });

  test('a stream that comes back gets what it missed, also what happens while it does', async () => {
    const { add, hub, open } = setUp();
    for (let i = 0; i < 3; i++) add();
    const { stream, got } = open();
    const subscribed = hub.subscribe(stream, 1);
    add();
    await Promise.all([subscribed, hub.tick()]);
    await hub.tick();
    expect(got.map(([, sequence]) => sequence)).toEqual([2, 3, 4]);
  });

  test('one that was away too long, or knows a future, begins anew', async () => {
    const { rows, add, hub, open } = setUp();
    for (let i = 0; i < resumeLimit + 10; i++) add();
    const late = open();
    await hub.subscribe(late.stream, 1);
    expect(late.got).toEqual([['reset', rows.length]]);
    const future = open();
    await hub.subscribe(future.stream, rows.length + 5);
    expect(future.got).toEqual([['reset', rows.length]]);
  });

  test('each gets only what is in its scope', async () => {
    const { add, hub, open } = setUp();
    const berlin = open({ sites: ['berlin'] });
    await hub.subscribe(berlin.stream, null);
    add('porto');
    add('berlin');
    add(null);
    await hub.tick();
    expect(berlin.got.map(([, sequence]) => sequence)).toEqual([2, 3]);
  });

  test('frames go to those who look at the device; the watch ends with the stream', async () => {
    const { hub, open, watched } = setUp();
    const looking = open(all, [id('a')]);
    const other = open(all, [id('b')]);
    await hub.subscribe(looking.stream, null);
    await hub.subscribe(other.stream, null);
    expect(hub.isWatched(id('a'))).toBe(true);
    hub.frame({ device: id('a'), time: 1, interval: 1_000, values: [], processes: [] });
    expect(looking.got).toEqual([['frame', undefined]]);
    expect(other.got).toEqual([]);
    hub.unsubscribe(looking.stream);
    hub.unsubscribe(looking.stream);
    expect(hub.isWatched(id('a'))).toBe(false);
    expect(watched).toEqual(['+a', '+b', '-a']);
  });

  test('a stream whose session is over is ended', async () => {
    const { hub, open, allowed } = setUp();
    const [over, goes] = [open(), open()];
    await hub.subscribe(over.stream, null);
    await hub.subscribe(goes.stream, null);
    allowed.delete(over.stream);
    await hub.recheck();
    expect(over.got).toEqual([['end', undefined]]);
    expect(goes.got).toEqual([]);
  });

  test('who looks at the fleet hears whose standing changed, and the figures of the rows in sight only', async () => {
    const { hub, open, fleet } = setUp();
    fleet.push(example('a'), example('b'));
    const { stream, said } = open(all, [], [id('b')]);
    await hub.subscribe(stream, null);
    const frames = async () => {
      hub.changed(id('a'));
      hub.changed(id('b'));
      await hub.tick();
      return said.splice(0)[0] as LiveFleet;
    };
    await frames();
    const calm = await frames();
    expect(calm).toMatchObject({ cells: [], total: 2, newest: 5 });
    expect(calm.items.map((one) => one.id)).toEqual([id('b')]);
    fleet[0] = { ...example('a'), state: 'offline', lastSeen: 6 };
    expect((await frames()).cells).toMatchObject([{ id: id('a'), detail: { state: 'offline', lastSeen: 6 } }]);
    expect((await frames()).cells).toEqual([]);
    fleet[0] = example('a');
    expect((await frames()).cells).toEqual([{ id: id('a'), name: 'a', detail: null }]);
  });
});

function example(letter: string): Device {
  return {
    id: id(letter),
    name: letter,
    kind: 'server',
    os: '',
    agentVersion: '',
    state: 'online',
    stateSince: 0,
    silence: null,
    lastSeen: 5,
    site: 'berlin',
    labels: {},
    interval: 10_000,
    clockOffset: 0,
    enrolledAt: 0,
    troubles: [],
    vitals: { cpu: null, memory: null, disk: null },
    version: 1,
  };
}

test('what must not wait is told before the tick, once, also when the tick comes at the same moment', async () => {
  const { hub, add, open } = setUp();
  const { stream, got } = open();
  await hub.subscribe(stream, null);
  add();
  add();
  await Promise.all([hub.tellEvents(), hub.tick(), hub.tellEvents()]);
  expect(got).toEqual([
    ['event', 1],
    ['event', 2],
  ]);
});
