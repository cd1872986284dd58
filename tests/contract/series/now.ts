import { expect, test } from 'vitest';
import type { Engine } from './engines.ts';
import { device, dictionary, everything, frame, one, table } from './frames.ts';
import { range } from './read.ts';
import type { SeriesStore } from '@fettle/collector/domain/series/store';
import type { RetentionPlan } from '@fettle/collector/domain/series/types';

/** Latest values, tables, retention. */
export function nowSuite({ open }: Engine): void {
  test('latest: the values of the frame with the newest time, whatever came last', async () => {
    await using opened = await open();
    const { store } = opened;
    const series = dictionary('m{a=x}', 'm{a=y}', 'n:2');
    expect(await store.latest([one])).toEqual(new Map());
    await store.append([
      frame({ sequence: 2, time: 2_000, values: [1, null, 0.25], dictionary: series }),
      frame({ sequence: 1, time: 1_000, values: [7, 7, 7], dictionary: series }),
      frame({ device: device(2), sequence: 1, time: 1_000, values: [null] }),
    ]);
    await store.append([frame({ sequence: 3, time: 1_500, values: [9, 9, 9], dictionary: series })]);
    const latest = await store.latest([one, device(2), device(3)]);
    expect(latest.get(one)).toEqual([
      { metric: 'm', attributes: { a: 'x' }, value: 1, time: 2_000 },
      { metric: 'n', attributes: {}, value: 0.25, time: 2_000 },
    ]);
    expect(latest.get(device(2))).toEqual([]);
    expect(latest.has(device(3))).toBe(false);
  });

  test('latest: of two frames of one time, the one with the higher sequence number', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 5, time: 1_000, values: [5] })]);
    await store.append([frame({ sequence: 4, time: 1_000, values: [4] })]);
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(5);
    await store.append([frame({ sequence: 6, time: 1_000, values: [6] })]);
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(6);
  });

  test('tables: the newest exactly, an earlier one at most a minute older than asked', async () => {
    await using opened = await open();
    const { store } = opened;
    expect(await store.table(one, 'processes')).toBeNull();
    const times = Array.from({ length: 40 }, (_, i) => 600_000 + i * 10_000);
    for (const [i, time] of times.entries()) {
      await store.append([frame({ sequence: i + 1, time, values: [i], tables: [table('processes', i)] })]);
    }
    const newest = await store.table(one, 'processes');
    expect(newest).toEqual({ time: 990_000, table: table('processes', 39) });
    for (let at = 600_000; at < 1_000_000; at += 7_000) {
      const found = await store.table(one, 'processes', at);
      const age = at - (found?.time ?? 0);
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(60_000);
      expect(found?.table).toEqual(table('processes', times.indexOf(found?.time ?? 0)));
    }
    expect(await store.table(one, 'processes', 599_999)).toBeNull();
    expect(await store.table(one, 'other')).toBeNull();
    expect(await store.table(device(2), 'processes')).toBeNull();
  });

  test('tables: a late one is found at its time and does not become the newest', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 9, time: 900_000, values: [1], tables: [table('processes', 9)] })]);
    await store.append([frame({ sequence: 3, time: 300_000, values: [1], tables: [table('processes', 3)] })]);
    await store.append([frame({ sequence: 3, time: 300_000, values: [1], tables: [table('processes', 4)] })]);
    expect((await store.table(one, 'processes'))?.time).toBe(900_000);
    expect(await store.table(one, 'processes', 899_999)).toEqual({ time: 300_000, table: table('processes', 3) });
  });

  test('tables: none of the same minute that came after the time asked for', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 1, time: 90_500, values: [1], tables: [table('processes', 1)] })]);
    await store.append([frame({ sequence: 2, time: 200_000, values: [1], tables: [table('processes', 2)] })]);
    expect(await store.table(one, 'processes', 90_499)).toBeNull();
    expect((await store.table(one, 'processes', 90_500))?.time).toBe(90_500);
  });

  test('maintaining gives up what is older than the plan by more than a week, and keeps what is younger', async () => {
    await using opened = await open();
    const { store } = opened;
    const devices = [one, device(2)];
    const days = [0, 9, 10, 16, 17, 30, 31];
    const frames = devices.flatMap((id) =>
      days.map((day, i) =>
        frame({ device: id, sequence: i + 1, time: start + day * day1, values: [i], tables: [table('processes', i)] }),
      ),
    );
    await store.append(frames);
    const plan = { raw: 14 * day1, five: 90 * day1, hour: 400 * day1 };
    const now = start + 31 * day1;
    const removed = await maintained(store, now, plan);
    expect(removed).toBeGreaterThanOrEqual(2 * 2);
    expect(await maintained(store, now, plan)).toBe(0);
    const found = await range(store, { ...everything, from: start, devices });
    expect(found).toHaveLength(2);
    for (const { points } of found) {
      const times = points.map(([time]) => time);
      expect(times.slice(-3)).toEqual([17, 30, 31].map((day) => start + day * day1));
      expect(Math.min(...times)).toBeGreaterThan(start + 9 * day1);
      expect(times).toHaveLength(frames.length / 2 - removed / 2);
    }
    expect(await store.table(one, 'processes', start + 9 * day1)).toBeNull();
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(6);
  });

  test('what was given up is not asked for again', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append(
      [1, 2, 3].map((i) => frame({ sequence: i, time: start + i, values: [i], tables: [table('processes', i)] })),
    );
    const plan = { raw: day1, five: day1, hour: day1 };
    const later = start + 800 * day1;
    expect(await maintained(store, later, plan)).toBe(3);
    expect(await range(store, { ...everything, from: start })).toEqual([]);
    expect(await store.latest([one])).toEqual(new Map());
    expect(await store.table(one, 'processes')).toBeNull();
    expect(await store.resume(one)).toBe(3);
    const again = await store.append([
      frame({ sequence: 2, time: start + 2, values: [1] }),
      frame({ sequence: 4, time: later, values: [4] }),
    ]);
    expect(again).toEqual(['duplicate', 'stored']);
    expect(await store.resume(one)).toBe(4);
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(4);
  });

  test('frames may be appended and read while it is maintained', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append(
      Array.from({ length: 5_000 }, (_, i) => frame({ sequence: i + 1, time: start + i, values: [i] })),
    );
    const later = start + 30 * day1;
    const maintaining = maintained(store, later, { raw: day1, five: 90 * day1, hour: 90 * day1 });
    const appended = await store.append([frame({ sequence: 5_001, time: later, values: [1] })]);
    const found = await range(store, { ...everything, from: later });
    expect(appended).toEqual(['stored']);
    expect(found[0]?.points).toEqual([[later, 1]]);
    expect(await maintaining).toBe(5_000);
  });

  test('while it is held nothing becomes durable, and afterwards all that came does', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 1, time: start, values: [1] })]);
    const held = await store.hold();
    const more = store.append([frame({ sequence: 2, time: start + 1, values: [2] })]);
    held.commit();
    expect(await more).toEqual(['stored']);
    await held.release();
    expect(await maintained(store, start + day1, { raw: day1 * 9, five: day1 * 9, hour: day1 * 9 })).toBe(0);
    expect((await range(store, { ...everything, from: start }))[0]?.points.map(([, value]) => value)).toEqual([1, 2]);
  });

  test('sizes are told', async () => {
    await using opened = await open();
    const sizes = await opened.store.sizes();
    expect(Object.keys(sizes).toSorted()).toEqual(['five', 'hour', 'journal', 'raw']);
  });
}

const day1 = 86_400_000;
/** A Monday. */
const start = Date.UTC(2026, 5, 1);

/** Until nothing more is due. @returns how many frames were given up */
async function maintained(store: SeriesStore, now: number, plan: RetentionPlan): Promise<number> {
  for (let removed = 0; ;) {
    const done = await store.maintain(now, plan);
    removed += done.removed;
    if (!done.more) return removed;
  }
}
