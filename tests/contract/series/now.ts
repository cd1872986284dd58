import { expect, test } from 'vitest';
import type { Engine } from './engines.ts';
import { device, dictionary, everything, frame, one, table } from './frames.ts';
import { range } from './read.ts';

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

  test('retention removes what is older, counts it, and does not ask for it again', async () => {
    await using opened = await open();
    const { store } = opened;
    const devices = [one, device(2)];
    const frames = devices.flatMap((id) =>
      Array.from({ length: 1_500 }, (_, i) =>
        frame({ device: id, sequence: i + 1, time: i * 1_000, values: [i], tables: [table('processes', i)] }),
      ),
    );
    await store.append(frames);
    expect(await store.retain(1_000_000)).toBe(2_000);
    expect(await store.retain(1_000_000)).toBe(0);
    const found = await range(store, { ...everything, devices });
    expect(found.map(({ points }) => [points.length, points[0]?.[0]])).toEqual([
      [500, 1_000_000],
      [500, 1_000_000],
    ]);
    expect(await store.table(one, 'processes', 999_999)).toBeNull();
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(1_499);

    expect(await store.retain(10_000_000)).toBe(1_000);
    expect(await range(store, { ...everything, devices })).toEqual([]);
    expect(await store.latest(devices)).toEqual(new Map());
    expect(await store.table(one, 'processes')).toBeNull();
    expect(await store.resume(one)).toBe(1_500);
    expect(await store.append([frame({ sequence: 1_501, time: 20_000_000, values: [1] })])).toEqual(['stored']);
    expect(await store.resume(one)).toBe(1_501);
  });

  test('frames may be appended and read while retention goes on', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append(Array.from({ length: 5_000 }, (_, i) => frame({ sequence: i + 1, time: i, values: [i] })));
    const removing = store.retain(5_000);
    const appended = await store.append([frame({ sequence: 5_001, time: 6_000, values: [1] })]);
    const found = await range(store, { ...everything, from: 5_000 });
    expect(appended).toEqual(['stored']);
    expect(found[0]?.points).toEqual([[6_000, 1]]);
    expect(await removing).toBe(5_000);
  });
}
