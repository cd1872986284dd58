/** The simulated fleet: the same for the same seed, possible in each figure, and found again through the collector. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incident } from '@fettle/collector/domain/incidents/index';
import { createApiToken } from '@fettle/collector/domain/access/index';
import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Series } from '@fettle/shared/api/series';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCollector, operator, type SimCollector } from '../simulate/collector.ts';
import { dictionaryFor, measure, values } from '../simulate/columns.ts';
import { enrolFleet } from '../simulate/enrol.ts';
import { type Device, makeFleet } from '../simulate/fleet.ts';
import { frameAt } from '../simulate/frame.ts';
import { coarseMs, fineMs, History } from '../simulate/history.ts';
import { bootOf, offAt } from '../simulate/power.ts';
import { type Expected, expectedOf, explains } from '../simulate/ruled.ts';
import { SimClock } from '../simulate/sim-clock.ts';
import { signalsAt } from '../simulate/signals.ts';
import { writeTruths } from '../simulate/simulation.ts';
import { day, hour, minute, type Span } from '../simulate/time.ts';
import type { Truth, TruthKind } from '../simulate/truth.ts';

const end = 1_790_812_800_000;
const begin = end - 2 * day;
const options = { seed: 7, devices: 12, begin, end };

describe('the generator', () => {
  test('the same seed is the same fleet with the same troubles, another seed another one', () => {
    expect(makeFleet(options)).toEqual(makeFleet(options));
    const other = makeFleet({ ...options, seed: 8 });
    expect(other.devices[0]?.id).not.toBe(makeFleet(options).devices[0]?.id);
    expect(other.truths).not.toEqual(makeFleet(options).truths);
  });

  test('a value is a function of the time and not of what was asked before', () => {
    const fleet = makeFleet(options);
    const times = Array.from({ length: 40 }, (_, i) => begin + i * 71 * minute);
    const ask = (some: readonly number[]) =>
      new Map(some.map((time) => [time, fleet.devices.map((device) => frameAt(device, time, begin, true))]));
    const forward = ask(times);
    const backward = ask(times.toReversed());
    for (const time of times) expect(backward.get(time)).toEqual(forward.get(time));
  });

  test('every value is one that the machine could have', () => {
    for (const device of makeFleet({ ...options, devices: 60 }).devices) {
      for (let time = begin; time < end + day; time += 53 * minute) {
        if (!offAt(device, time)) checkPossible(device, time);
      }
    }
  });

  test('about sixty series a device, all of the catalogue, and one dictionary for devices of one shape', () => {
    const { devices } = makeFleet({ ...options, devices: 200 });
    const counts = devices.map((device) => dictionaryFor(device).series.length);
    const average = mean(counts);
    expect(average).toBeGreaterThan(55);
    expect(average).toBeLessThan(70);
    expect(new Set(devices.map(dictionaryFor)).size).toBeLessThan(20);
    for (const { metric } of devices.flatMap((device) => dictionaryFor(device).series)) {
      expect(metricNamed(metric), metric).toBeDefined();
    }
    expect(new Set(devices.map(({ name }) => name)).size).toBe(200);
  });

  test('offices sleep at night and over the weekend, and load and traffic follow the processors', () => {
    const { devices } = makeFleet({ ...options, devices: 200, begin: end - 14 * day });
    const office = devices.filter(
      ({ role, troubles }) =>
        role.rhythm === 'office' && role.kind === 'desktop' && troubles.every(({ kind }) => kind === 'site-outage'),
    );
    // 2026-09-30 was a Wednesday, 2026-10-03 a Saturday.
    const wednesday = Date.UTC(2026, 8, 30);
    const saturday = Date.UTC(2026, 9, 3);
    const busy = (from: number) =>
      mean(office.flatMap((device) => hours(from, 9, 15).map((time) => signalsAt(device, time).cpu)));
    const atNight = mean(office.flatMap((device) => hours(wednesday, 0, 4).map((time) => signalsAt(device, time).cpu)));
    expect(busy(wednesday)).toBeGreaterThan(2 * atNight);
    expect(busy(wednesday)).toBeGreaterThan(2 * busy(saturday));
    const web = devices.find(({ role }) => role.role === 'web');
    const moments = Array.from({ length: 200 }, (_, i) => signalsAt(web as Device, wednesday + i * 17 * minute));
    expect(
      correlation(
        moments.map(({ cpu }) => cpu),
        moments.map(({ sent }) => sent),
      ),
    ).toBeGreaterThan(0.7);
    expect(
      correlation(
        moments.map(({ cpu }) => cpu),
        moments.map(({ memory }) => memory),
      ),
    ).toBeGreaterThan(0.7);
  });
});

function hours(from: number, first: number, last: number): number[] {
  return Array.from({ length: (last - first) * 4 }, (_, i) => from + first * hour + i * 15 * minute);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const products = a.map((one, i) => (one - ma) * ((b[i] ?? 0) - mb));
  const spread = (some: readonly number[], middle: number) => Math.sqrt(mean(some.map((one) => (one - middle) ** 2)));
  return mean(products) / (spread(a, ma) * spread(b, mb));
}

function checkPossible(device: Device, time: number): void {
  const all = measure(device, signalsAt(device, time));
  const wrong = dictionaryFor(device).series.filter(({ metric }, column) => {
    const value = all[column] ?? Number.NaN;
    const known = metricNamed(metric);
    const share = known?.unit === '1' && known.kind === 'gauge';
    if (known?.kind === 'state') return known.states?.[value] === undefined;
    return !Number.isFinite(value) || (value < 0 && metric !== 'fettle.clock.offset') || (share && value > 1);
  });
  expect(wrong, `${device.name} at ${new Date(time).toISOString()}`).toEqual([]);
  const sum = (metric: string, key = '', value = '') =>
    dictionaryFor(device).series.reduce(
      (total, { metric: name, attributes }, column) =>
        name === metric && (attributes[key] ?? '') === value ? total + (all[column] ?? 0) : total,
      0,
    );
  const of = (metric: string) => values(device, metric, time);
  const total = of('system.memory.usage').reduce((whole, one) => whole + one.value, 0);
  expect(total).toBe(of('system.memory.limit')[0]?.value);
  for (const { attributes, value } of of('system.filesystem.limit')) {
    const point = attributes['system.filesystem.mountpoint'] ?? '';
    expect(sum('system.filesystem.usage', 'system.filesystem.mountpoint', point)).toBe(value);
  }
  const modes = of('system.cpu.utilization').reduce((whole, one) => whole + one.value, 0);
  expect(Math.abs(modes - 1)).toBeLessThan(1e-3);
}

describe('a small fleet of two days', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-simulate-test-'));
  const fleet = makeFleet(options);
  let collector: SimCollector;
  let bearer: string;
  let seconds = 0;

  beforeAll(async () => {
    const clock = new SimClock(begin);
    collector = await openCollector({ data: folder, clock, days: 2 });
    const before = process.cpuUsage();
    await enrolFleet(collector, fleet);
    await new History(collector, clock, fleet).run(
      begin,
      () => end,
      () => undefined,
    );
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6;
    writeTruths(folder, fleet);
    const asking = { name: 'test', role: 'viewer', sites: 'all', expiresAt: null } as const;
    const context = { store: collector.stores.access, now: collector.clock.now() };
    bearer = (await createApiToken(context, operator, asking)).secret;
  });

  afterAll(async () => {
    await collector.app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function api<Item>(path: string): Promise<Item[]> {
    const answer = await collector.app.http.inject({ url: path, headers: { authorization: `Bearer ${bearer}` } });
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    return (JSON.parse(answer.body) as { items: Item[] }).items;
  }
  const series = (device: string, metric: string, { from, to }: Span = { from: begin, to: end }) =>
    api<Series>(`/api/v1/series?device=${device}&metric=${metric}&from=${from}&to=${to}`);
  /** The points of the one series that a truth names. */
  async function pointsOf({ id, metric, attributes }: Truth, span?: Span): Promise<[number, number][]> {
    const found = (await series(id ?? '', metric ?? '', span)).filter((one) =>
      Object.entries(attributes).every(([key, value]) => one.attributes[key] === value),
    );
    expect(found).toHaveLength(1);
    return found[0]?.points as [number, number][];
  }
  /** Planted, and over before the history is. */
  function planted(kind: TruthKind): Truth[] {
    const found = fleet.truths.filter((truth) => truth.kind === kind && truth.from >= begin && truth.to < end);
    expect(found.length, kind).toBeGreaterThan(0);
    return found;
  }
  const device = (truth: Truth) => fleet.devices.find(({ name }) => name === truth.device) as Device;
  const events = async (kind: string, id: string) =>
    (await api<EventItem>(`/api/v1/events?kind=${kind}&device=${id}&limit=1000`)).toReversed();

  test('is there in seconds, and the truths lie beside it', () => {
    expect(seconds, 'of a processor, ten times what it may take').toBeLessThan(200);
    const { truths } = JSON.parse(readFileSync(join(folder, 'truths.json'), 'utf8')) as { truths: Truth[] };
    expect(truths).toEqual(fleet.truths);
  });

  test('the list has every device in its state, with what hurts first', async () => {
    const items = await api<DeviceItem>('/api/v1/devices?limit=100');
    expect(items).toHaveLength(12);
    const last = end - fineMs;
    for (const item of items) {
      const one = fleet.devices.find(({ id }) => id === item.id) as Device;
      const off = offAt(one, last + one.phase);
      const expected = off === undefined ? 'online' : off.goodbye ? 'stopped' : 'offline';
      expect(item.state, one.name).toBe(expected);
      expect(item).toMatchObject({
        name: one.name,
        site: one.site,
        labels: one.labels,
        kind: one.role.kind,
        os: one.system.os,
      });
    }
    expect(new Set(items.map(({ state }) => state)).has('offline')).toBe(true);
    const hurts = items.map(({ state, troubles }) =>
      state === 'offline' || troubles[0]?.severity === 'critical' ? 2 : troubles[0] ? 1 : 0,
    );
    expect(hurts).toEqual(hurts.toSorted((a, b) => b - a));
    const full = fleet.truths.find(
      ({ kind, from, to, figures }) =>
        kind === 'disk-fills' && from < end && to > end && (figures['criticalAt'] ?? end) < end,
    );
    const listed = items.find(({ name }) => name === full?.device);
    expect(listed?.troubles[0]).toMatchObject({ severity: 'critical', metric: 'system.filesystem.utilization' });
  });

  test('raw values are those of the generator, bit for bit, each at its own time', async () => {
    for (const one of fleet.devices.slice(0, 6)) {
      const frames = framesOf(one);
      for (const metric of ['system.cpu.busy', 'system.memory.usage', 'system.network.io.rate', 'system.uptime']) {
        const columns = dictionaryFor(one).series.flatMap((entry, column) => (entry.metric === metric ? [column] : []));
        const expected = columns.map((column) => ({
          attributes: dictionaryFor(one).series[column]?.attributes,
          points: frames.map(({ time, values: all }) => [time, all[column]]),
        }));
        const found = (await series(one.id, metric)).map(({ attributes, points }) => ({ attributes, points }));
        const order = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
        expect(found.toSorted(order), `${metric} of ${one.name}`).toEqual(expected.toSorted(order));
      }
    }
  });

  test('a site that could not be reached sent everything afterwards, under its own times', async () => {
    for (const { site, from, to } of planted('site-outage')) {
      const one = fleet.devices.find(
        (candidate) => candidate.site === site && silentOnlyBy(candidate, from, to),
      ) as Device;
      const expected = framesOf(one).filter(({ time }) => time >= from && time < to);
      expect(expected.length).toBeGreaterThan(2);
      const [found] = await series(one.id, 'system.cpu.busy', { from, to });
      expect(found?.points.map(([time]) => time)).toEqual(expected.map(({ time }) => time));
      const told = await events('device.state', one.id);
      const [down, up] = told.filter(({ time }) => time >= from && time <= to + 2 * coarseMs);
      // Which of the two is a matter of how many devices of a site are silent.
      const silent = expect.stringMatching(/^(offline|unreachable)$/) as string;
      expect([down?.detail, up?.detail]).toMatchObject([{ to: silent }, { from: silent, to: 'online' }]);
      expect(up?.time).toBeGreaterThanOrEqual(to);
    }
  });

  test('an outage is a gap in the samples, and offline, online and the restart are told at their times', async () => {
    for (const truth of planted('device-outage')) {
      const { from, to, id } = truth;
      const [found] = await series(id ?? '', 'system.uptime');
      const times = found?.points.map(([time]) => time) ?? [];
      expect(times.some((time) => time >= from && time < to)).toBe(false);
      const told = await events('device.state', id ?? '');
      const around = told.filter(({ time }) => time >= from && time <= to + coarseMs + minute);
      if (to - from > 4 * coarseMs) {
        expect(around.map(({ detail }) => detail['to'])).toEqual(['offline', 'online']);
        expect((around[0]?.time ?? 0) - from).toBeLessThan(5 * coarseMs);
        expect((around[1]?.time ?? 0) - to).toBeLessThan(coarseMs + minute);
      }
      const restarts = await events('device.restarted', id ?? '');
      expect(restarts.some(({ time }) => time >= to && time <= to + coarseMs + minute)).toBe(true);
    }
  });

  test('a leak has its rate and ends in a restart', async () => {
    for (const truth of planted('memory-leak')) {
      const { from, to, figures } = truth;
      const points = await pointsOf(truth, { from, to });
      expect(slopeOf(points) * hour).toBeGreaterThan(0.97 * (figures['bytesPerHour'] ?? 0));
      expect(slopeOf(points) * hour).toBeLessThan(1.03 * (figures['bytesPerHour'] ?? 0));
      const [after] = await pointsOf(truth, { from: to, to: to + hour });
      expect(after?.[1]).toBeLessThan(0.7 * (points.at(-1)?.[1] ?? 0));
      expect(bootOf(device(truth), to + hour)).toBeGreaterThan(to);
    }
  });

  test('a disk fills at its rate and reaches its limits when the truth says', async () => {
    const filled = fleet.truths.filter(
      ({ kind, figures }) => kind === 'disk-fills' && (figures['criticalAt'] ?? end) < end,
    );
    expect(filled.length).toBeGreaterThan(0);
    for (const truth of filled) {
      const { warningAt = 0, criticalAt = 0 } = truth.figures;
      const points = await pointsOf(truth, { from: truth.from, to: end });
      for (const [share, at] of [
        [0.87, warningAt],
        [0.95, criticalAt],
      ] as const) {
        const reached = points.find(([, value]) => value >= share)?.[0] ?? 0;
        // The next frame after it shows it, unless the device was silent; the value is rounded to four digits.
        const next = points.find(([time]) => time >= at)?.[0] ?? 0;
        expect(Math.abs(reached - next)).toBeLessThanOrEqual(coarseMs);
      }
    }
  });

  test('a unit flaps as often as planned', async () => {
    for (const truth of planted('unit-flaps')) {
      const { from, to, figures } = truth;
      const { period = 1, down = 0 } = figures;
      const points = await pointsOf(truth);
      const failed = (time: number) => time >= from && time < to && (time - from) % period < down;
      const { offset } = device(truth);
      expect(points.map(([time, value]) => [time, value === 2])).toEqual(
        points.map(([time]) => [time, failed(time + offset)]),
      );
      expect(points.filter(([, value]) => value === 2).length).toBeGreaterThan(5);
    }
  });

  test('a wrong clock is told, and its samples lie where they belong', async () => {
    const truth = fleet.truths.find(({ kind }) => kind === 'clock-offset') as Truth;
    const points = await pointsOf(truth, { from: Math.max(begin, truth.from), to: end });
    const expected = framesOf(device(truth)).filter(({ time }) => time >= truth.from);
    expect(points.map(([time]) => time)).toEqual(expected.map(({ time }) => time));
    expect(points.every(([, value]) => value === Math.abs(truth.figures['offset'] ?? 0))).toBe(true);
  });

  async function incidents(): Promise<Incident[]> {
    return collector.stores.incidents.list({ sites: 'all' }, { limit: 1_000 });
  }

  test('each trouble that a rule is there for became one incident of its device, at its time and until its end', async () => {
    const expected = expectedOf(fleet);
    const kinds = new Set(expected.map(({ truth }) => truth.kind));
    for (const kind of ['memory-leak', 'disk-fills', 'device-outage', 'site-outage', 'unit-flaps', 'clock-offset']) {
      expect(kinds, kind).toContain(kind);
    }
    const all = await incidents();
    const wrong = expected.flatMap((one) => problemWith(one, all));
    expect(wrong).toEqual([]);
  });

  test('nothing became an incident that was not planted', async () => {
    const all = await incidents();
    expect(all.length).toBeGreaterThan(10);
    const unexplained = all.filter(({ device: id, rule, openedAt }) => {
      const { troubles } = fleet.devices.find((one) => one.id === id) as Device;
      return !troubles.some((truth) => explains(truth, rule, openedAt));
    });
    expect(unexplained.map(({ rule, device: id, words }) => `${rule} ${id} ${words}`)).toEqual([]);
  });

  test('of a site that could not be reached one incident was loud, and the others stood behind it', async () => {
    const all = await incidents();
    const outages = Map.groupBy(
      expectedOf(fleet).filter(({ truth }) => truth.kind === 'site-outage'),
      ({ truth }) => truth,
    );
    const several = [...outages].filter(([, { length }]) => length > 1);
    expect(several.length).toBeGreaterThan(0);
    const opened = await api<EventItem>('/api/v1/events?kind=incident.opened&limit=1000');
    for (const [{ site }, some] of several) {
      const followed = some.flatMap((one) => all.filter((incident) => isOf(one, incident)));
      const quiet = followed.map(({ id }) => {
        const event = opened.find(({ detail }) => detail['incident'] === id);
        return (event?.detail['quiet'] ?? null) as Incident['quiet'];
      });
      const causes = new Set(quiet.map((one) => (one?.by === 'cause' ? one.incident : null)));
      causes.delete(null);
      expect(causes.size, `causes at ${site}`).toBe(1);
      const cause = all.find(({ id }) => causes.has(id));
      expect(cause).toMatchObject({ site, rule: expect.stringMatching(/-silent$/) as string });
      // The cause itself may be an older trouble of the router.
      const loud = followed.filter((_, place) => quiet[place] === null);
      expect(
        loud.every(({ id }) => id === cause?.id),
        `loud at ${site}`,
      ).toBe(true);
    }
  });

  test('what is told of an incident is told in order of time', async () => {
    const told = (await api<EventItem>('/api/v1/events?limit=1000')).toReversed();
    const own = told.filter(({ kind }) => kind.startsWith('incident.'));
    expect(own.map(({ time }) => time)).toEqual(own.map(({ time }) => time).toSorted((a, b) => a - b));
  });

  /** What a device sent, with the times that count. */
  function framesOf(one: Device): { time: number; values: Float64Array }[] {
    const steps = [
      ...Array.from({ length: day / coarseMs }, (_, i) => begin + i * coarseMs),
      ...Array.from({ length: day / fineMs }, (_, i) => begin + day + i * fineMs),
    ];
    return steps.flatMap((step) => {
      const time = step + one.phase;
      if (offAt(one, time)) return [];
      const frame = frameAt(one, time, begin, false);
      return [{ time: Math.abs(frame.offset) > 2_000 ? time : frame.time, values: frame.values }];
    });
  }

  function silentOnlyBy(one: Device, from: number, to: number): boolean {
    return one.off.every((off) => off.to < from - hour || off.from > to + hour);
  }
});

function isOf({ device, rule, attributes, opens }: Expected, incident: Incident): boolean {
  const isInstance = Object.entries(attributes).every(([key, value]) => incident.attributes[key] === value);
  const isThen = incident.openedAt >= opens.from && incident.openedAt <= opens.to;
  return incident.device === device && incident.rule === rule && isInstance && isThen;
}

/** In words; nothing when it is as it must be. */
function problemWith(one: Expected, all: readonly Incident[]): string[] {
  const { truth, rule, opens, ends } = one;
  const inHours = (time: number | null) => (time === null ? 'never' : ((time - begin) / hour).toFixed(2));
  const named = `${truth.kind} of ${truth.device ?? truth.site} (${rule})`;
  const found = all.filter((incident) => isOf(one, incident));
  const [first] = found;
  if (!first || found.length > 1) {
    const others = all.filter(({ device, rule: by }) => device === one.device && by === rule);
    const at = others.map(({ openedAt }) => inHours(openedAt)).join(', ');
    return [`${named}: ${found.length} from ${inHours(opens.from)} to ${inHours(opens.to)} h, of all at ${at}`];
  }
  const { resolvedAt } = first;
  const isRight = ends === null || (resolvedAt !== null && resolvedAt >= ends.from && resolvedAt <= ends.to);
  return isRight
    ? []
    : [`${named}: ended at ${inHours(resolvedAt)}, not from ${inHours(ends.from)} to ${inHours(ends.to)} h`];
}

/** By least squares, a ms. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const middle = mean(points.map(([time]) => time));
  const level = mean(points.map(([, value]) => value));
  const over = points.reduce((sum, [time, value]) => sum + (time - middle) * (value - level), 0);
  return over / points.reduce((sum, [time]) => sum + (time - middle) ** 2, 0);
}
