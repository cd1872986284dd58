/** What fills up on some devices over weeks, as the collector tells it over HTTP; planted to the byte. */
import { workSources } from '@fettle/collector/people-wiring';
import { setImmediate } from 'node:timers/promises';
import type { Forecast, Limit, WhatIfAnswer } from '@fettle/shared/api/capacity';
import type { ProjectPut } from '@fettle/shared/api/improvements';
import type { UnderUsed } from '@fettle/collector/domain/capacity/index';
import { createApiToken, everywhere } from '@fettle/collector/domain/access/index';
import { kinds, looseEnds } from '@fettle/collector/domain/reports/index';
import { changeDevice, enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { agentActor } from '@fettle/collector/domain/access/index';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { incident } from '../contract/records/incidents.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { cli, day, hour, id, key } from './device-world.ts';

const GiB = 1_024 ** 3;
const count = 56;
/** Bytes an hour that are never given back. */
const leak = 40 * 1_024 ** 2;
const series = (metric: string, attributes: Record<string, string> = {}, decimals = 0) => ({
  metric,
  attributes,
  decimals,
});
const mount = (path: string, state: string) =>
  series('system.filesystem.usage', { 'system.filesystem.mountpoint': path, 'system.filesystem.state': state });
const port = (direction: string) =>
  series('system.network.io.rate', { 'network.interface.name': 'eth0', 'network.io.direction': direction }, 1);
const dictionary: Dictionary = {
  series: [
    mount('/var', 'used'),
    mount('/var', 'free'),
    series('system.memory.utilization', {}, 4),
    series('system.memory.limit'),
    series('system.cpu.busy', {}, 4),
    port('receive'),
    port('transmit'),
  ],
};

interface Measured {
  readonly used: number;
  readonly memory: number;
  readonly cpu: number;
  readonly receive: number;
}
/** Hours after the beginning, on Friday 27 November, from when c works harder. */
const changed = 53 * 24;
/** In hours since the beginning, and whether people work. */
const planted: Record<string, (n: number, busy: boolean) => Measured> = {
  a: (n) => ({ used: 30 * GiB + leak * n, memory: 0.3, cpu: 0.02, receive: 1_000 }),
  b: (n, busy) => ({ used: 50 * GiB, memory: 0.35 + 0.0002 * n, cpu: 0.5, receive: busy ? 60e6 + 20_000 * n : 5e6 }),
  c: (n) => ({ used: 10 * GiB, memory: 0.2, cpu: n <= changed ? 0.02 + 0.002 * (n % 5) : 0.085, receive: 2_000 }),
};

let app: TestApp;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  app = await testApp({ jobs: 'driven' });
  const { clock, stores } = app;
  clock.time = Date.UTC(2026, 10, 30);
  const begin = clock.now() - count * day;
  for (const [letter, site] of [
    ['a', 'berlin'],
    ['b', 'paris'],
    ['c', 'berlin'],
  ] as const) {
    const span = { notBefore: begin - 1, notAfter: clock.now() };
    const token = { key: key(letter), envelope: '{}', site, labels: { role: 'pos' }, uses: 9, ...span };
    await publishToken({ store: stores.devices, now: begin }, cli, token);
    const record = { id: id(letter), host: `host-${letter}`, publicKey: key(letter), sealingKey: key(letter) };
    const enrolment = { record, tokenKey: token.key, agentVersion: '0.1.0' };
    await enrolDevice({ store: stores.devices, now: begin + 1 }, agentActor(record.id), enrolment);
  }
  for (let n = 0; n < count * 24; n++) {
    // The last minute of each hour, so that a day's highest is that of its end.
    const time = begin + n * hour + hour - 1;
    const local = new Date(time);
    const busy = local.getUTCDay() % 6 !== 0 && local.getUTCHours() >= 8 && local.getUTCHours() < 18;
    const frames = Object.entries(planted).map(([letter, of]) => {
      const { used, memory, cpu, receive } = of(n + 1, busy);
      const values = Float64Array.of(used, 100 * GiB - used, memory, 16 * GiB, cpu, receive, 100);
      return { device: id(letter), frame: { sequence: n + 1, time, offset: 0, values, tables: [] }, time, dictionary };
    });
    await stores.series.append(frames);
  }
  for (const [name, role, sites] of [
    ['all', 'manager', 'all'],
    ['viewer', 'viewer', 'all'],
    ['berlin', 'manager', ['berlin']],
  ] as const) {
    tokens[name] = (
      await createApiToken({ store: stores.access, now: clock.now() }, cli, { name, role, sites, expiresAt: null })
    ).secret;
  }
  clock.pass(60_000);
  await reckon();
});
afterAll(() => app[Symbol.asyncDispose]());

function ask(who: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${tokens[who]}` };
  return app.http.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
}
const list = async (who: string, query = '') =>
  (await ask(who, 'GET', `/api/v1/capacity${query}`)).json<{ items: Forecast[]; reckonedAt: number }>();

/** As the button does. Not by the jobs: they also give up what is older than raw samples are kept, and memory has no roll-ups. */
async function reckon(): Promise<void> {
  const body = (await ask('all', 'POST', '/api/v1/capacity/reckon')).json<{ reckoning: boolean }>();
  for (let { reckoning } = body; reckoning;) {
    await setImmediate();
    ({ reckoning } = (await ask('all', 'GET', '/api/v1/capacity?limit=1')).json<{ reckoning: boolean }>());
  }
}

test('a leak is told by its rate and its day, to the byte and the hour', async () => {
  const { items, reckonedAt } = await list('all');
  expect(reckonedAt).toBe(app.clock.now());
  const [first] = items;
  expect(first).toMatchObject({ deviceName: 'host-a', kind: 'filesystem', limit: 100 * GiB, unit: 'By' });
  expect(first?.slopePerDay).toBe(24 * leak);
  const full = Date.UTC(2026, 10, 30) - count * day + ((70 * GiB) / leak) * hour;
  expect(Math.abs((first?.fullAt ?? 0) - full)).toBeLessThan(2 * hour);
  expect(first?.trial).toMatchObject({ within: 1 });
});

test('memory that grows a little each day has its date; what stands still has none, and says why', async () => {
  const { items } = await list('all', '?kind=memory');
  const grows = items.find(({ deviceName }) => deviceName === 'host-b');
  expect(grows?.slopePerDay).toBeCloseTo(0.0002 * 24 * 16 * GiB, -2);
  expect(grows?.fullAt).not.toBeNull();
  const stands = items.find(({ deviceName }) => deviceName === 'host-c');
  expect(stands).toMatchObject({ fullAt: null, remark: expect.stringContaining('no direction') });
});

test('one forecast comes with its past and its cone', async () => {
  const [first] = (await list('all')).items;
  const body = (await ask('all', 'GET', `/api/v1/capacity/${first?.id}`)).json<{
    forecast: Forecast;
    history: unknown[];
    coming: number[][];
  }>();
  expect(body.history.length).toBe(count);
  expect(body.forecast.fullAt).toBe(first?.fullAt);
  expect(body.coming.some(([, , , high = 0]) => high > 100 * GiB)).toBe(true);
});

test('who sees one site is told of its devices only', async () => {
  const { items } = await list('berlin');
  expect(new Set(items.map(({ deviceName }) => deviceName))).toEqual(new Set(['host-a', 'host-c']));
  const other = (await list('all')).items.find(({ deviceName }) => deviceName === 'host-b');
  expect((await ask('berlin', 'GET', `/api/v1/capacity/${other?.id}`)).statusCode).toBe(404);
});

test('within so many days, and page by page', async () => {
  expect((await list('all', '?within=10')).items).toEqual([]);
  expect((await list('all', '?within=60')).items.length).toBeGreaterThan(0);
  const whole = (await list('all')).items.map(({ id: one }) => one);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { items, next } = (await list('all', query)) as unknown as { items: Forecast[]; next: string | null };
    paged.push(...items.map(({ id: one }) => one));
    cursor = next;
  }
  expect(paged).toEqual(whole);
  expect((await ask('all', 'GET', '/api/v1/capacity?cursor=gone')).json()).toMatchObject({ code: 'input_invalid' });
});

const limit = (fields: Partial<Limit>): Omit<Limit, 'id'> => ({
  name: 'Till licences',
  kind: 'licence',
  site: null,
  limit: 4,
  selector: 'role=pos',
  software: '',
  device: null,
  interface: '',
  cost: null,
  version: 0,
  ...fields,
});

test('licences and lines have limits that people set; so many more run out of them', async () => {
  expect((await ask('viewer', 'PUT', '/api/v1/capacity-limits/tills', limit({}))).statusCode).toBe(403);
  expect((await ask('berlin', 'PUT', '/api/v1/capacity-limits/tills', limit({}))).statusCode).toBe(403);
  expect((await ask('all', 'PUT', '/api/v1/capacity-limits/tills', limit({}))).statusCode).toBe(200);
  const line = limit({
    name: 'Line of Paris',
    kind: 'link',
    site: 'paris',
    limit: 125e6,
    device: id('b'),
    interface: 'eth0',
  });
  expect((await ask('all', 'PUT', '/api/v1/capacity-limits/line', line)).statusCode).toBe(200);
  const [licence] = (await list('all', '?kind=licence')).items;
  expect(licence).toMatchObject({ title: 'Till licences', value: 3, limit: 4, unit: '{seat}' });
  const [link] = (await list('all', '?kind=link')).items;
  // 20,000 more each hour; the busy hours of a day grow by 24 times that.
  expect(Math.abs((link?.slopePerDay ?? 0) - 480_000)).toBeLessThan(15_000);
  expect(link?.fullAt).not.toBeNull();
  const body = (
    await ask('all', 'POST', '/api/v1/capacity/what-if', {
      selector: 'role=pos',
      more: 2,
    })
  ).json<WhatIfAnswer>();
  expect(body).toMatchObject({ like: 3, cost: null });
  expect(body.lines.find(({ title }) => title === 'Till licences')).toMatchObject({
    each: 1,
    before: 3,
    after: 5,
    fullAtAfter: app.clock.now(),
    words: 'It would be 1 over its limit of 4.',
  });
  expect(
    (await ask('all', 'POST', '/api/v1/capacity/what-if', { selector: 'role=none', more: 2 })).json(),
  ).toMatchObject({
    code: 'input_invalid',
  });
  expect((await list('berlin', '?kind=licence')).items).toEqual([]);
  const stale = await ask('all', 'PUT', '/api/v1/capacity-limits/tills', limit({ version: 7 }));
  expect(stale.json()).toMatchObject({ code: 'changed_meanwhile' });
  expect((await ask('all', 'DELETE', '/api/v1/capacity-limits/tills?version=1')).statusCode).toBe(200);
  expect((await list('all', '?kind=licence')).items).toEqual([]);
});

test.each([
  [{ limit: 0 }, 'more than 0'],
  [{ kind: 'link' as const }, 'name both'],
  [{ kind: 'link' as const, device: 'dnone', interface: 'eth0' }, 'no device'],
  [{ device: id('a') }, 'use `selector`'],
  [{ selector: 'role=' }, ''],
])('a limit of %j is refused in words', async (fields, words) => {
  const answer = await ask('all', 'PUT', '/api/v1/capacity-limits/wrong', limit(fields));
  const [status, body] = [answer.statusCode, answer.json<{ code: string; detail: string }>()];
  expect([status, body.code]).toEqual([400, 'input_invalid']);
  expect(body.detail).toContain(words);
});

test('machines that are little used are told of; what they cost, to managers', async () => {
  const settings = { currency: 'EUR', hourlyRate: 4_500, toolCostPerMonth: 0, toolHoursPerMonth: 0, scriptMinutes: {} };
  const costs = { ...settings, deviceCosts: [{ selector: 'role=pos', perMonth: 2_900 }], version: 1 };
  await app.stores.value.setSettings(costs, { events: [], audit: [] });
  const found = async (who: string) =>
    (await ask(who, 'GET', '/api/v1/capacity/under-used?days=28')).json<{ items: UnderUsed[] }>().items;
  const all = await found('all');
  expect(all.map(({ deviceName }) => deviceName)).toEqual(['host-a', 'host-c']);
  expect(all[0]).toMatchObject({ cpuP95: 0.02, memoryP95: 0.3, costPerMonth: 2_900 });
  expect(all[1]).toMatchObject({ cpuP95: 0.085, memoryP95: 0.2 });
  expect((await found('viewer')).map(({ costPerMonth }) => costPerMonth)).toEqual([null, null]);
});

test('projects are proposed with what shows them: what comes back, what fills up, what is little used; those that were added no more', async () => {
  const { stores, clock } = app;
  // Four on one disk, one of which came back once, are five; four on another machine are not.
  for (const [name, letter, reopened] of [
    ['p', 'b', 1],
    ['q', 'b', 0],
    ['r', 'b', 0],
    ['s', 'b', 0],
    ['t', 'c', 0],
    ['u', 'c', 0],
    ['v', 'c', 0],
    ['w', 'c', 0],
  ] as const) {
    const openedAt = clock.now() - 80 * day;
    const of = { device: id(letter), deviceName: `host-${letter}`, site: letter === 'b' ? 'paris' : 'berlin' };
    const after = incident(name, { ...of, openedAt, state: 'resolved', resolvedAt: openedAt + 1, reopened });
    await stores.incidents.write([{ before: null, after, timeline: [] }], { events: [], audit: [] });
  }
  const proposed = async (who: string) =>
    (await ask(who, 'GET', '/api/v1/projects/proposals')).json<{ items: ProjectPut[] }>().items;
  const all = await proposed('all');
  const titles = all.map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith('End'))).toEqual(['End what comes back on host-b: Disk full']);
  expect(all[0]).toMatchObject({
    kind: 'roi',
    evidence: [
      { words: '5 times in 90 days', link: '/incidents?rule=disk-full' },
      { words: 'host-b', link: `/devices/${id('b')}` },
    ],
  });
  const [full] = (await list('all', '?within=120')).items;
  const days = Math.round(((full?.fullAt ?? 0) - clock.now()) / day);
  expect(all.find(({ title }) => title === 'Make room: /var of host-a')).toMatchObject({
    kind: 'mandatory',
    due: full?.fullAt,
    evidence: [{ words: `Full in ${days} days by its trend`, link: `/capacity/${full?.id}` }, { words: 'host-a' }],
  });
  expect(all.find(({ title }) => title.startsWith('Give host-c up'))).toMatchObject({ cost: 0, gainPerMonth: 2_900 });
  const added = await ask('all', 'POST', '/api/v1/projects', all[0]);
  expect(added.statusCode).toBe(201);
  expect((await proposed('all')).map(({ title }) => title)).toEqual(titles.slice(1));
});

const reportAsk = () => {
  const to = Date.UTC(2026, 10, 30);
  const [from, zone] = [to - 30 * day, 'UTC'];
  const before = { from: from - 30 * day, to: from };
  const rest = { period: null, site: null, service: null, scope: everywhere, currency: 'EUR' } as const;
  return { from, to, zone, before, now: app.clock.now(), ...rest };
};
async function build(name: 'trends' | 'capacity') {
  const kind = kinds.find(({ id: one }) => one === name);
  if (!kind) throw new Error(`no report ${name}`);
  const shares: number[] = [];
  const body = await kind.build(
    { ...app.stores, work: workSources(app.stores) },
    reportAsk(),
    async (share) => void shares.push(share),
  );
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(looseEnds(body)).toEqual([]);
  const blocks = body.sections.flatMap(({ blocks: own }) => own);
  const table = (wanted: string) => {
    const found = blocks.find((block) => block.kind === 'table' && block.id === wanted);
    if (found?.kind !== 'table') throw new Error(`no table ${wanted}`);
    return found.rows.map((cells) => cells.map(({ value, text }) => text ?? value));
  };
  return { body, blocks, table, says: body.sentence.map(({ text }) => text).join('') };
}

test('the report of trends states what was planted: percentiles, who works harder, and since when', async () => {
  const { blocks, table, says } = await build('trends');
  expect(table('cpu-by-device')).toEqual([
    ['host-b', 0.5, 0.5],
    ['host-c', 0.024, 0.085],
    ['host-a', 0.02, 0.02],
  ]);
  // Only half of its last week was harder: the 95th percentile of that week is, the one before is not. Leaks that stay in bounds are no movers.
  expect(table('movers').map((row) => row.slice(0, 2))).toContainEqual(['host-c', 'Processors']);
  const [out] = table('out-of-control');
  expect(out?.slice(0, 3)).toEqual(['host-c', 'Processors', Date.UTC(2026, 10, 27)]);
  expect(says).toContain('Processors of host-c is out of control since Friday 27 November');
  const chart = blocks.find((block) => block.kind === 'control' && block.id.startsWith('control-cpu'));
  expect(chart).toMatchObject({ words: expect.stringContaining('Out of control since Friday 27 November') });
  expect(table('full')[0]?.[0]).toBe('/var of host-a');
});

test('the report of capacity states the day, and what is little used for how much', async () => {
  const { body, table, says } = await build('capacity');
  expect(says).toContain('/var of host-a is full on 18 Dec 2026');
  expect(table('full')[0]?.slice(0, 4)).toEqual([
    '/var of host-a',
    expect.any(String),
    expect.stringMatching(/^960\sMiB$/),
    18,
  ]);
  expect(table('idle').map(([name]) => name)).toEqual(['host-a', 'host-c']);
  expect(body.bases['idle-cost']?.value).toBe(5_800);
  expect(body.bases['within-30']).toMatchObject({ how: 'count', value: 1 });
});

test('a device that was renamed has its name at once; reckoned anew, what is gone is gone', async () => {
  const { stores, clock } = app;
  const ports = { store: stores.devices, now: clock.now() };
  const version = (await stores.devices.device(everywhere, id('a')))?.version ?? 0;
  await changeDevice(ports, cli, { id: id('a'), version, name: 'anna' });
  expect((await list('all')).items[0]?.deviceName).toBe('anna');
  clock.pass(8 * day);
  expect((await ask('viewer', 'POST', '/api/v1/capacity/reckon')).statusCode).toBe(403);
  await reckon();
  expect((await list('all')).items.filter(({ kind }) => kind === 'filesystem')).toEqual([]);
});
