import { expect, test } from 'vitest';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import type { Engine } from './engines.ts';
import { device, dictionary, everything, frame, one } from './frames.ts';

const odd = [
  -0,
  0,
  -1,
  0.1,
  -0.30000000000000004,
  5e-324,
  -5e-324,
  2 ** 53,
  2 ** 51,
  -(2 ** 51) - 1,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_SAFE_INTEGER,
  1 / 3,
  123_456.789,
  1e21,
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31),
];

/** Ranges: values, edges, steps, aggregation, bounds. */
export function rangeSuite({ open }: Engine): void {
  test.each([0, 1, 4])('gives back every double bit for bit, at %i decimals', async (decimals) => {
    await using opened = await open();
    const { store } = opened;
    const names = odd.map((_, i) => `m{a=${i}}:${decimals}`);
    await store.append([frame({ sequence: 1, time: 5, values: odd, dictionary: dictionary(...names) })]);
    const found = new Map((await store.range(everything)).map(({ attributes, points }) => [attributes['a'], points]));
    odd.forEach((value, i) => expect(found.get(String(i))?.[0]?.[1]).toBe(value));
    const latest = (await store.latest([one])).get(one) ?? [];
    latest.forEach(({ value }, i) => expect(value).toBe(odd[i]));
    expect(latest).toHaveLength(odd.length);
  });

  test('the beginning belongs to a range, the end does not', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([999, 1_000, 1_999, 2_000].map((time, i) => frame({ sequence: i + 1, time, values: [i] })));
    const points = async (from: number, to: number) =>
      (await store.range({ ...everything, from, to })).flatMap((series) => series.points.map(([time]) => time));
    expect(await points(1_000, 2_000)).toEqual([1_000, 1_999]);
    expect(await points(1_000, 2_001)).toEqual([1_000, 1_999, 2_000]);
    expect(await points(1_001, 1_999)).toEqual([]);
    expect(await points(0, 999)).toEqual([]);
    expect(await points(2_000, 2_000)).toEqual([]);
    expect(await points(2_000, 1_000)).toEqual([]);
  });

  test('steps begin at multiples since 1970; those without a sample are null', async () => {
    await using opened = await open();
    const { store } = opened;
    const times = [1_000, 1_999, 2_000, 4_001];
    await store.append(times.map((time, i) => frame({ sequence: i + 1, time, values: [i + 1] })));
    const query = { ...everything, from: 1_500, to: 5_001, step: 1_000 };
    const points = async (agg: 'sum' | 'count') => (await store.range({ ...query, agg }))[0]?.points;
    expect(await points('sum')).toEqual([
      [1_000, 2],
      [2_000, 3],
      [3_000, null],
      [4_000, 4],
      [5_000, null],
    ]);
    expect((await points('count'))?.map(([, value]) => value)).toEqual([1, 1, null, 1, null]);
    expect((await store.range({ ...query, to: 5_000, agg: 'sum' }))[0]?.points.at(-1)?.[0]).toBe(4_000);
  });

  test('each aggregation; absent values take no part', async () => {
    await using opened = await open();
    const { store } = opened;
    const values = [3, null, -5, 4, null];
    await store.append(values.map((value, i) => frame({ sequence: i + 1, time: 1_000 + i, values: [value] })));
    const query = { ...everything, from: 1_000, to: 2_000, step: 1_000 };
    const value = async (agg: 'avg' | 'min' | 'max' | 'sum' | 'count' | 'last') =>
      (await store.range({ ...query, agg }))[0]?.points[0]?.[1];
    expect(await value('avg')).toBe(2 / 3);
    expect(await value('min')).toBe(-5);
    expect(await value('max')).toBe(4);
    expect(await value('sum')).toBe(2);
    expect(await value('count')).toBe(3);
    expect(await value('last')).toBe(4);
  });

  test('without an aggregation it is the metric’s own, and the average for one that is not known', async () => {
    await using opened = await open();
    const { store } = opened;
    const series = dictionary('unknown.metric', cpuBusy.name);
    await store.append(
      [1, 4].map((v, i) => frame({ sequence: i + 1, time: 10 + i, values: [v, v], dictionary: series })),
    );
    const query = { ...everything, metrics: ['unknown.metric', cpuBusy.name], to: 1_000, step: 1_000 };
    expect(cpuBusy.rollup).toBe('avg');
    expect((await store.range(query)).map(({ points }) => points)).toEqual([[[0, 2.5]], [[0, 2.5]]]);
  });

  test('a series without a sample in the range is left out', async () => {
    await using opened = await open();
    const { store } = opened;
    const series = dictionary('m{a=x}', 'm{a=y}', 'n');
    await store.append([
      frame({ sequence: 1, time: 1_000, values: [1, null, 3], dictionary: series }),
      frame({ sequence: 2, time: 9_000, values: [1, 2, 3], dictionary: series }),
    ]);
    const names = async (query: object) =>
      (await store.range({ ...everything, ...query })).map(
        ({ metric, attributes }) => metric + (attributes['a'] ?? ''),
      );
    expect(await names({ to: 5_000 })).toEqual(['mx']);
    expect(await names({ to: 5_000, step: 1_000 })).toEqual(['mx']);
    expect(await names({ to: 10_000, metrics: ['n', 'm', 'none'] })).toEqual(['mx', 'my', 'n']);
    expect(await names({ devices: [device(7)] })).toEqual([]);
    expect(await names({ devices: [] })).toEqual([]);
    expect(await names({ metrics: [] })).toEqual([]);
  });

  test('refuses to give more points than asked for', async () => {
    await using opened = await open();
    const { store } = opened;
    const series = dictionary('m{a=x}', 'm{a=y}');
    await store.append(
      Array.from({ length: 10 }, (_, i) =>
        frame({ sequence: i + 1, time: i * 1_000, values: [i, i], dictionary: series }),
      ),
    );
    const raw = { ...everything, maxPoints: 20 };
    expect(await store.range(raw)).toHaveLength(2);
    await expect(store.range({ ...raw, maxPoints: 19 })).rejects.toMatchObject({ code: 'query_too_large' });
    const stepped = { ...raw, to: 10_000, step: 2_000, maxPoints: 10 };
    expect(await store.range(stepped)).toHaveLength(2);
    await expect(store.range({ ...stepped, maxPoints: 9 })).rejects.toMatchObject({ code: 'query_too_large' });
    const absurd = store.range({ ...stepped, to: Number.MAX_SAFE_INTEGER, step: 1 });
    await expect(absurd).rejects.toMatchObject({ code: 'query_too_large' });
  });
}
