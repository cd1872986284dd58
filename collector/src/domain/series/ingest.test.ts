import { expect, test } from 'vitest';
import type { DeviceId } from '@fettle/shared/ids';
import type { Frame } from '@fettle/shared/protocol/frame';
import { memorySeries } from '../../store/series-memory/store.ts';
import { agentActor, personActor } from '../access/index.ts';
import { ingest } from './ingest.ts';
import type { SeriesStore } from './store.ts';

const now = 1_700_000_000_000;
const device = 'd00000000000000000000000001' as DeviceId;
const dictionary = { series: [{ metric: 'm', attributes: {}, decimals: 0 }] };
const all = { devices: [device], metrics: ['m'], from: 0, to: Number.MAX_SAFE_INTEGER, maxPoints: 100 };
const actor = agentActor(device);
const frame = (sequence: number, change: Partial<Frame> = {}): Frame => ({
  sequence,
  time: now + sequence,
  offset: 0,
  values: Float64Array.of(sequence),
  tables: [],
  ...change,
});

async function timesAndValues(store: SeriesStore): Promise<number[][]> {
  const found: number[][] = [];
  for await (const { times, values } of store.scan(all)) {
    found.push(...Array.from(times, (time, place) => [time, values[place] ?? Number.NaN]));
  }
  return found;
}

test('makes frames durable under their key time, and tells new ones from repeated ones', async () => {
  const store = memorySeries();
  const first = await ingest({ store, now }, actor, { device, frames: [frame(1)], dictionary });
  expect(first.outcomes).toEqual(['stored']);
  const wrongClock = frame(7, { time: 60_000, offset: now });
  const next = await ingest({ store, now }, actor, { device, frames: [frame(1), wrongClock, frame(5)], dictionary });
  expect(next.outcomes).toEqual(['duplicate', 'stored', 'stored']);
  expect(next.stored.map(({ frame: { sequence }, time }) => [sequence, time])).toEqual([
    [7, now + 60_000],
    [5, now + 5],
  ]);
  expect(await timesAndValues(store)).toEqual([
    [now + 1, 1],
    [now + 5, 5],
    [now + 60_000, 7],
  ]);
});

test('nothing to store is nothing', async () => {
  const store = memorySeries();
  expect(await ingest({ store, now }, actor, { device, frames: [], dictionary })).toEqual({
    outcomes: [],
    stored: [],
  });
});

const later = { time: now + 300_001 };

test('stores none of them when one waits for an offset', async () => {
  const store = memorySeries();
  const frames = [frame(1), frame(2, later)];
  await expect(ingest({ store, now }, actor, { device, frames, dictionary })).rejects.toMatchObject({
    code: 'frame_ahead',
    details: { sequence: 2 },
  });
  expect(await store.resume(device)).toBe(0);
});

test('refuses what lies ahead, when it is told that waiting helps nothing, and stores the others', async () => {
  const store = memorySeries();
  const frames = [frame(1), frame(2, later), frame(3)];
  const { outcomes } = await ingest({ store, now }, actor, { device, frames, dictionary, ahead: 'refuse' });
  expect(outcomes).toMatchObject(['stored', { code: 'frame_ahead', details: { sequence: 2 } }, 'stored']);
});

test.each([
  ['has a time before 1970', { time: -1 }, 'frame_time_invalid'],
  ['carries infinity', { values: Float64Array.of(Number.POSITIVE_INFINITY) }, 'frame_value_invalid'],
  ['has more values than series', { values: Float64Array.of(1, 2) }, 'frame_malformed'],
])('one that %s is refused, the others are stored', async (_, change, code) => {
  const store = memorySeries();
  const frames = [frame(1), frame(2, change), frame(3)];
  const { outcomes, stored } = await ingest({ store, now }, actor, { device, frames, dictionary });
  expect(outcomes).toMatchObject(['stored', { code, details: { sequence: 2 } }, 'stored']);
  expect(stored.map((one) => one.frame.sequence)).toEqual([1, 3]);
  expect(await timesAndValues(store)).toEqual([
    [now + 1, 1],
    [now + 3, 3],
  ]);
});

test('a frame that cannot even be named is no frame', async () => {
  const frames = [frame(0)];
  const refused = ingest({ store: memorySeries(), now }, actor, { device, frames, dictionary });
  await expect(refused).rejects.toMatchObject({ code: 'frame_malformed' });
});

test('an agent writes for itself only, people for nobody', async () => {
  const store = memorySeries();
  const input = { device, frames: [frame(1)], dictionary };
  const others = [
    agentActor('d00000000000000000000000002'),
    personActor({ id: 'p0000000000000001' as never, role: 'admin', sites: 'all' }),
  ];
  for (const other of others) {
    await expect(ingest({ store, now }, other, input)).rejects.toMatchObject({ code: 'not_allowed' });
  }
  expect(await store.resume(device)).toBe(0);
});

test('what the store rejects is not told as durable', async () => {
  const store = memorySeries();
  await store.close();
  await expect(ingest({ store, now }, actor, { device, frames: [frame(1)], dictionary })).rejects.toMatchObject({
    code: 'not_ready',
  });
});
