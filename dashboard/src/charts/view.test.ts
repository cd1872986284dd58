import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { expect, test } from 'vitest';
import type { Point } from './gaps.ts';
import { panelsOf } from './panels.ts';
import { valueAt, viewOf } from './view.ts';

const span = { from: 0, to: 100_000 };
const steady = (value: number, skip: readonly number[] = []): Point[] =>
  Array.from({ length: 101 }, (_, i) => [i * 1_000, skip.includes(i) ? null : value]);
const metric = (some: Partial<CatalogueMetric>): CatalogueMetric => ({
  name: 'm',
  unit: '1',
  kind: 'gauge',
  attributes: [],
  decimals: 4,
  rollup: 'avg',
  words: '',
  ...some,
});

function view(described: CatalogueMetric, data: Record<string, Point[]>, some = {}) {
  const series = Object.keys(data).map((of) => ({
    metric: 'm',
    unit: described.unit,
    attributes: of === '' ? {} : { of },
  }));
  const panel = panelsOf([{ id: 'f', title: 'F', metrics: [described] }], series)[0]?.panels[0];
  if (!panel) throw new Error('no panel');
  const pointsOf = (key: string) => data[/of=([^}]*)/.exec(key)?.[1] ?? ''] ?? [];
  return viewOf({ panel, span, least: 1_000, endsNow: true, room: 6, pointsOf, ...some });
}
const lastY = (points: readonly { y: number }[]) => points.at(-1)?.y;

test('parts of a whole lie one on the other', () => {
  const found = view(metric({ chart: { title: 'CPU', form: 'stack', by: 'of', max: 1 } }), {
    a: steady(0.25),
    b: steady(0.5),
  });
  expect(found.lines.map(({ points, tone, onto }) => [lastY(points), tone, onto])).toEqual([
    [0.5, 1, 'zero'],
    [0.75, 2, 'before'],
  ]);
  expect(found.whole?.at(-1)).toEqual([100_000, 0.75]);
  expect(found.axis.high).toBe(1);
});

test('a part that is missing for a moment does not break the whole', () => {
  const found = view(metric({ chart: { title: 'CPU', form: 'stack', by: 'of' } }), {
    a: steady(0.25, [50]),
    b: steady(0.5),
  });
  expect(found.gaps).toEqual([]);
  expect(found.lines[1]?.points[50]).toEqual({ x: 50_000, y: 0.5 });
});

test('of many lines five are named; the others of a stack are one part', () => {
  const data = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`p${i}`, steady(i + 1)]));
  const stack = view(metric({ unit: 'By', chart: { title: 'T', form: 'stack', by: 'of' } }), data);
  expect(stack.lines.map(({ tone }) => tone)).toEqual([1, 2, 3, 4, 5, 'rest']);
  expect(lastY(stack.lines[5]?.points ?? [])).toBe(36);
  expect([stack.more, stack.keys.length]).toEqual([3, 5]);
  const line = view(metric({ chart: { title: 'T', form: 'line', by: 'of' } }), data);
  expect(line.lines.map(({ tone }) => tone)).toEqual(['rest', 'rest', 'rest', 1, 2, 3, 4, 5]);
});

test('out is drawn below the zero line and read without a sign', () => {
  const found = view(metric({ unit: 'By/s', chart: { title: 'N', form: 'mirror', by: 'of', above: 'receive' } }), {
    receive: steady(1_000_000),
    transmit: steady(2_000_000),
  });
  expect(found.lines.map(({ points }) => lastY(points))).toEqual([1_000_000, -2_000_000]);
  expect(found.keys.map(({ points }) => points.at(-1)?.[1])).toEqual([1_000_000, 2_000_000]);
  expect(found.axis.low).toBeLessThan(0);
});

test('only what all lines lack is a gap, and no line crosses one', () => {
  const hole = Array.from({ length: 10 }, (_, i) => 40 + i);
  const both = view(metric({ chart: { title: 'T', form: 'line', by: 'of' } }), {
    a: steady(1, hole),
    b: steady(2, hole),
  });
  expect(both.gaps).toEqual([{ from: 39_000, to: 50_000, words: 'no data for 11 s' }]);
  expect(both.lines.every(({ points }) => points.some(({ y }) => Number.isNaN(y)))).toBe(true);
  const one = view(metric({ chart: { title: 'T', form: 'line', by: 'of' } }), { a: steady(1, hole), b: steady(2) });
  expect(one.gaps).toEqual([]);
});

test('limits are lines, and the earlier period is one line', () => {
  const limits = { direction: 'above', warning: 0.8, critical: 0.9, words: '' } as const;
  const found = view(
    metric({ limits, chart: { title: 'T', form: 'area', max: 1 } }),
    { '': steady(0.5) },
    {
      earlierOf: () => steady(0.4),
    },
  );
  expect(found.limits.map(({ value }) => value)).toEqual([0.8, 0.9]);
  expect(found.lines.map(({ tone }) => tone)).toEqual([1, 'earlier']);
  expect(found.keys).toEqual([]);
});

test('a gap says what is known of it', () => {
  const described = metric({ chart: { title: 'T', form: 'line' } });
  const found = view(described, { '': [] }, { reasonOf: () => 'agent stopped' });
  expect(found.gaps.map(({ words }) => words)).toEqual(['no data for 1 min: agent stopped']);
});

test('steps that hold several samples show how far they reach', () => {
  const bandOf = () => ({ low: steady(0.1), high: steady(0.9) });
  const one = view(metric({ chart: { title: 'T', form: 'area' } }), { '': steady(0.5) }, { bandOf });
  expect(one.lines.map(({ fill, onto, bare, points }) => [fill, onto, bare ?? false, lastY(points)])).toEqual([
    ['none', 'zero', true, 0.1],
    ['soft', 'before', true, 0.9],
    ['none', 'zero', false, 0.5],
  ]);
  const two = view(
    metric({ chart: { title: 'T', form: 'line', by: 'of' } }),
    { a: steady(1), b: steady(2) },
    { bandOf },
  );
  expect(two.lines).toHaveLength(2);
});

test('nothing at all is one gap', () => {
  const found = view(metric({ chart: { title: 'T', form: 'line' } }), { '': [] });
  expect(found.gaps).toEqual([{ ...span, words: 'no data for 1 min' }]);
  expect(found.axis.ticks.length).toBeGreaterThan(1);
});

test('reads the value at a time, not across missing data', () => {
  const points: Point[] = [
    [0, 1],
    [1_000, 2],
    [2_000, null],
    [3_000, null],
    [9_000, 5],
  ];
  expect(valueAt(points, 1_400, 1_000)).toBe(2);
  expect(valueAt(points, 3_500, 1_000)).toBe(2);
  expect(valueAt(points, 7_000, 1_000)).toBeUndefined();
  expect(valueAt([], 5, 1_000)).toBeUndefined();
});
