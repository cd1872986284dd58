import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DeviceId } from '@fettle/shared/ids';
import { openRecords } from '../../store/open.ts';
import { memorySeries } from '../../store/series-memory/store.ts';
import { type Actor, personActor } from '../access/index.ts';
import type { Device, DeviceStore } from '../devices/index.ts';
import { querySeries } from './query.ts';

const note = { events: [], audit: [] };
const series = [
  { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
  { metric: 'other', attributes: { of: 'x' }, decimals: 0 },
];
const [a, b, c] = [1, 2, 3].map((n) => `d0000000000000000000000000${n}` as DeviceId) as [DeviceId, DeviceId, DeviceId];
const admin = personActor({ id: 'p1' as never, role: 'admin', sites: 'all' });
const southViewer = personActor({ id: 'p2' as never, role: 'viewer', sites: ['south'] });
const query = { metrics: ['system.cpu.busy'], from: 0, to: 10_000 };

let devices: DeviceStore;
const store = memorySeries();

beforeEach(async () => {
  const records = await openRecords({ sqlite: ':memory:' });
  onTestFinished(() => records.close());
  devices = records.devices;
  const times = { notBefore: 0, notAfter: 9, createdAt: 0 };
  await devices.addToken({ key: 'k', envelope: '{}', site: 'south', labels: {}, uses: 9, used: 0, ...times }, note);
  for (const id of [a, b]) await enrol(id, 'south');
  await enrol(c, 'north');
  for (const [i, device] of [a, b, c].entries()) {
    const frame = { sequence: 1, time: 1_000, offset: 0, values: Float64Array.of(i / 4, 5), tables: [] };
    await store.append([{ device, frame, time: 1_000, dictionary: { series } }]);
  }
});

async function enrol(id: DeviceId, site: string): Promise<void> {
  const device: Device = {
    id,
    site,
    name: id,
    kind: 'server',
    os: 'linux',
    agentVersion: '1',
    labels: { last: id.slice(-1) },
    publicKey: '',
    sealingKey: '',
    state: 'unknown',
    stateSince: 0,
    lastSeen: null,
    interval: 10_000,
    clockOffset: 0,
    enrolledAt: 0,
    version: 1,
  };
  await devices.enrol('k', device, 1, note);
}

async function ask(actor: Actor, more: object) {
  const found = [];
  for await (const { times, values, ...named } of await querySeries({ series: store, devices }, actor, {
    ...query,
    ...more,
  })) {
    found.push({ ...named, points: Array.from(times, (time, place) => [time, values[place]]) });
  }
  return found;
}
const found = async (actor: Actor, more: object = {}) => (await ask(actor, more)).map(({ device }) => device);

describe('which devices', () => {
  test('all in the actor’s sites when none is named', async () => {
    expect(await found(admin)).toEqual([a, b, c]);
    expect(await found(southViewer)).toEqual([a, b]);
  });

  test('those named, and a device of another site is not found', async () => {
    expect(await found(admin, { devices: [c, a, c] })).toEqual([a, c]);
    expect(await found(southViewer, { devices: [b] })).toEqual([b]);
    await expect(found(southViewer, { devices: [c] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(found(southViewer, { devices: [a, c] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(found(admin, { devices: ['nonsense'] })).rejects.toMatchObject({ code: 'not_found' });
    expect(await found(admin, { devices: [] })).toEqual([]);
  });

  test('those that a selector selects', async () => {
    expect(await found(admin, { selector: 'last in (2,3)' })).toEqual([b, c]);
    expect(await found(southViewer, { selector: 'last in (2,3)' })).toEqual([b]);
    expect(await found(admin, { selector: 'last=3', devices: [a, c] })).toEqual([c]);
    await expect(found(admin, { selector: 'last in (' })).rejects.toMatchObject({ code: 'input_invalid' });
  });
});

test('gives the points with attributes, raw or by steps', async () => {
  const metrics = ['other', 'system.cpu.busy'];
  expect(await ask(admin, { devices: [b], metrics })).toEqual([
    { device: b, metric: 'other', attributes: { of: 'x' }, points: [[1_000, 5]] },
    { device: b, metric: 'system.cpu.busy', attributes: {}, points: [[1_000, 0.25]] },
  ]);
  const [stepped] = await ask(admin, { devices: [b], to: 2_500, step: 1_000, agg: 'count' });
  expect(stepped?.points).toEqual([
    [0, Number.NaN],
    [1_000, 1],
    [2_000, Number.NaN],
  ]);
});

test.each([
  ['the range ends before it begins', { from: 5, to: 4 }],
  ['the range is empty', { from: 5, to: 5 }],
  ['a time is negative', { from: -1 }],
  ['a time is no whole number', { to: 0.5 }],
  ['no metric is named', { metrics: [] }],
  ['the step is under a second', { step: 999 }],
  ['the step is no whole number', { step: 1_000.5 }],
  ['time in a state is asked of what is no state', { step: 'whole', agg: 'time' }],
  ['the step is over a year', { step: 366 * 86_400_000 + 1 }],
])('is refused when %s', async (_, change) => {
  await expect(ask(admin, change)).rejects.toMatchObject({ code: 'input_invalid' });
});

test('is refused when the answer would be too large', async () => {
  const change = { step: 1_000, to: 366 * 86_400_000 };
  await expect(ask(admin, change)).rejects.toMatchObject({ code: 'query_too_large' });
});

test('agents may not ask', async () => {
  const agent: Actor = { kind: 'agent', id: `agent:${a}`, role: 'viewer', scope: { sites: 'all' } };
  await expect(ask(agent, {})).rejects.toMatchObject({ code: 'not_allowed' });
});
