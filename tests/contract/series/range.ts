import { expect, test } from 'vitest';
import type { Aggregation } from '@fettle/shared/api/series';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import type { Engine } from './engines.ts';
import { device, dictionary, everything, frame, one } from './frames.ts';
import { range } from './read.ts';

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
    const found = new Map((await range(store, everything)).map(({ attributes, points }) => [attributes['a'], points]));
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
      (await range(store, { ...everything, from, to })).flatMap((series) => series.points.map(([time]) => time));
    expect(await points(1_000, 2_000)).toEqual([1_000, 1_999]);
    expect(await points(1_000, 2_001)).toEqual([1_000, 1_999, 2_000]);
    expect(await points(1_001, 1_999)).toEqual([]);
    expect(await points(0, 999)).toEqual([]);
    expect(await points(2_000, 2_000)).toEqual([]);
    expect(await points(2_000, 1_000)).toEqual([]);
  });

  test('a long series is given whole', async () => {
    await using opened = await open();
    const { store } = opened;
    const count = 40_000;
    await store.append(
      Array.from({ length: count }, (_, i) => frame({ sequence: i + 1, time: 1_000 + 7 * i, values: [i / 3] })),
    );
    const [found] = await range(store, { ...everything, to: 1_000_000, maxPoints: count });
    expect(found?.points).toHaveLength(count);
    expect(found?.points.at(-1)).toEqual([1_000 + 7 * (count - 1), (count - 1) / 3]);
  });

  test('steps begin at multiples since 1970; those without a sample are null', async () => {
    await using opened = await open();
    const { store } = opened;
    const times = [1_000, 1_999, 2_000, 4_001];
    await store.append(times.map((time, i) => frame({ sequence: i + 1, time, values: [i + 1] })));
    const query = { ...everything, from: 1_500, to: 5_001, step: 1_000 };
    const points = async (agg: 'sum' | 'count') => (await range(store, { ...query, agg }))[0]?.points;
    expect(await points('sum')).toEqual([
      [1_000, 2],
      [2_000, 3],
      [3_000, null],
      [4_000, 4],
      [5_000, null],
    ]);
    expect((await points('count'))?.map(([, value]) => value)).toEqual([1, 1, null, 1, null]);
    expect((await range(store, { ...query, to: 5_000, agg: 'sum' }))[0]?.points.at(-1)?.[0]).toBe(4_000);
  });

  test('each aggregation; absent values take no part', async () => {
    await using opened = await open();
    const { store } = opened;
    const values = [3, null, -5, 4, null];
    await store.append(values.map((value, i) => frame({ sequence: i + 1, time: 1_000 + i, values: [value] })));
    const query = { ...everything, from: 1_000, to: 2_000, step: 1_000 };
    const value = async (agg: 'avg' | 'min' | 'max' | 'sum' | 'count' | 'last') =>
      (await range(store, { ...query, agg }))[0]?.points[0]?.[1];
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
    expect((await range(store, query)).map(({ points }) => points)).toEqual([[[0, 2.5]], [[0, 2.5]]]);
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
      (await range(store, { ...everything, ...query })).map(
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
    expect(await range(store, raw)).toHaveLength(2);
    await expect(range(store, { ...raw, maxPoints: 19 })).rejects.toMatchObject({ code: 'query_too_large' });
    const stepped = { ...raw, to: 10_000, step: 2_000, maxPoints: 10 };
    expect(await range(store, stepped)).toHaveLength(2);
    await expect(range(store, { ...stepped, maxPoints: 9 })).rejects.toMatchObject({ code: 'query_too_large' });
    const absurd = range(store, { ...stepped, to: Number.MAX_SAFE_INTEGER, step: 1 });
    await expect(absurd).rejects.toMatchObject({ code: 'query_too_large' });
  });

  test('percentiles are the nearest rank: values that were measured', async () => {
    await using opened = await open();
    const { store } = opened;
    const values = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1);
    await store.append(values.map((value, i) => frame({ sequence: i + 1, time: 1_000 + i, values: [value] })));
    const value = async (agg: Aggregation, to = 2_000) =>
      (await range(store, { ...everything, from: 1_000, to, step: 'whole', agg }))[0]?.points[0]?.[1];
    expect([await value('p50'), await value('p90'), await value('p95'), await value('p99')]).toEqual([10, 18, 19, 20]);
    // 1, 8, 15: the second of three is the first that half of them do not exceed.
    expect(await value('p50', 1_003)).toBe(8);
  });

  test('rate is from the first to the last sample of the step, and needs two times', async () => {
    await using opened = await open();
    const { store } = opened;
    const samples = [
      [10_000, 5],
      [14_000, 9],
      [18_000, 25],
      [20_000, 1],
      [30_000, 1],
      [30_000, 4],
    ] as const;
    await store.append(samples.map(([time, value], i) => frame({ sequence: i + 1, time, values: [value] })));
    const query = { ...everything, from: 10_000, to: 40_000, step: 10_000, agg: 'rate' as const };
    expect((await range(store, query))[0]?.points).toEqual([
      [10_000, 2.5],
      [20_000, null],
      [30_000, null],
    ]);
  });

  test('time in states: a series a state, seconds, by the middles between samples', async () => {
    await using opened = await open();
    const { store } = opened;
    const series = dictionary('systemd.unit.state{a=x}', 'm');
    const states = [
      [0, 1],
      [10_000, 1],
      [30_000, 2],
      [40_000, 1],
      [400_000, 2],
    ] as const;
    await store.append(
      states.map(([time, state], i) => frame({ sequence: i + 1, time, values: [state, state], dictionary: series })),
    );
    const metrics = ['systemd.unit.state', 'm'];
    const query = { ...everything, metrics, to: 900_000, step: 300_000, agg: 'time' as const };
    const found = await range(store, query);
    const [first = '', second = ''] = metricNamed('systemd.unit.state')?.states?.slice(1) ?? [];
    expect(found.map(({ metric, attributes }) => [metric, attributes])).toEqual([
      ['systemd.unit.state', { a: 'x', state: first }],
      ['systemd.unit.state', { a: 'x', state: second }],
    ]);
    // 0 to 20 s, and 35 to 45 s: the last sample reaches on by 5 s. Between, 15 s of the other.
    expect(found.map(({ points }) => points.map(([, value]) => value))).toEqual([
      [30, 0, null],
      [15, 300, null],
    ]);
    const part = await range(store, { ...query, from: 5_000, to: 35_000, step: 'whole' });
    // Cut at 5 and 35 s: 10 s stands for 5 to 20 s, 30 s for 20 to 35 s.
    expect(part.map(({ points }) => points)).toEqual([[[5_000, 15]], [[5_000, 15]]]);
  });

  test('a whole range is one step that begins with it', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([1_500, 2_500, 9_000].map((time, i) => frame({ sequence: i + 1, time, values: [i + 1] })));
    const query = { ...everything, from: 1_501, to: 9_001, step: 'whole' as const };
    expect((await range(store, { ...query, agg: 'sum' }))[0]?.points).toEqual([[1_501, 5]]);
    expect((await range(store, { ...query, to: 9_000, agg: 'count' }))[0]?.points).toEqual([[1_501, 1]]);
    expect(await range(store, { ...query, to: 2_500 })).toEqual([]);
  });

  test.each([
    ['samples of another step', 1_000_000, (values: number[]) => add(values)],
    [
      'the sums of five minutes',
      600_000,
      (values: number[]) => add([add(values.slice(0, 3)), add(values.slice(3, 6))]),
    ],
  ])('sums add in one order: %s', async (_, step, expected) => {
    await using opened = await open();
    const { store } = opened;
    const values = [0.1, 0.7, 1e16, -1e16, 0.3, 1 / 3];
    await store.append(values.map((value, i) => frame({ sequence: i + 1, time: i * 100_000, values: [value] })));
    const found = await range(store, { ...everything, to: 600_000, step, agg: 'sum' });
    expect(found[0]?.points).toEqual([[0, expected(values)]]);
    expect(add(values)).not.toBe(add([add(values.slice(0, 3)), add(values.slice(3))]));
  });

  test('sums of hours add the sums of hours', async () => {
    await using opened = await open();
    const { store } = opened;
    const values = [0.1, 0.2, 0.3, 1e16, -1e16, 0.7];
    const times = [0, 300_000, 3_500_000, 3_600_000, 4_000_000, 7_000_000];
    await store.append(values.map((value, i) => frame({ sequence: i + 1, time: times[i] ?? 0, values: [value] })));
    const found = await range(store, { ...everything, to: 7_200_000, step: 7_200_000, agg: 'sum' });
    expect(found[0]?.points).toEqual([[0, add([add(values.slice(0, 3)), add(values.slice(3))])]]);
    expect(found[0]?.points[0]?.[1]).not.toBe(add(values));
  });
}

const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value);
