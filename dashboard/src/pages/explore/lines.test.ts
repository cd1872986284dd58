import { families } from '@fettle/shared/metrics/catalogue';
import type { CatalogueFamily } from '@fettle/shared/api/catalogue';
import { expect, test } from 'vitest';
import { csvCell, csvOf } from './csv.ts';
import { choicesOf, metricNamed, panelFor, spreadOf, summariesOf, tracksOf } from './lines.ts';
import { choicesIn, matching } from './metric-choice.ts';
import { emptyView } from './view.ts';

const known = families as unknown as readonly CatalogueFamily[];
const metric = metricNamed(known, 'system.cpu.utilization');
const series = (device: string, mode: string, ...values: (number | null)[]) => ({
  device,
  metric: 'system.cpu.utilization',
  attributes: { 'cpu.mode': mode },
  points: values.map((value, index): [number, number | null] => [index * 1_000, value]),
});
const nameOf = (id: string) => ({ d1: 'db-10', d2: 'db-9' })[id] ?? id;

test('lines are those that are asked for, by device and what they are of; what the catalogue hides comes when it is named', () => {
  const hidden = metric?.chart?.hide?.[0] ?? 'idle';
  const found = [series('d1', 'user', 1), series('d1', hidden, 9), series('d2', 'user', 2), series('d2', 'system', 3)];
  const of = (only: Record<string, string>) =>
    tracksOf(found, { metric, only, nameOf }).map(({ deviceName, what }) => `${deviceName} ${what}`.trim());
  expect(of({})).toEqual(['db-9 system', 'db-9 user', 'db-10 user']);
  expect(of({ 'cpu.mode': 'user' })).toEqual(['db-9', 'db-10']);
  expect(of({ 'cpu.mode': hidden })).toEqual(['db-10']);
  expect(choicesOf(found).get('cpu.mode')).toEqual([hidden, 'system', 'user'].toSorted());
});

test('of one device lines are called by what they are of, of several by both; a count has no limits and no unit', () => {
  const tracks = tracksOf([series('d1', 'user', 1), series('d2', 'system', 2)], { metric, only: {}, nameOf });
  const view = { ...emptyView, metric: 'system.cpu.utilization' };
  expect(panelFor(view, metric, tracks).lines.map(({ label }) => label)).toEqual(['db-9 system', 'db-10 user']);
  expect(panelFor(view, metric, tracks.slice(0, 1)).lines.map(({ label }) => label)).toEqual(['system']);
  const counted = panelFor({ ...view, agg: 'count' }, metric, tracks);
  expect(counted.unit).toBe('');
  expect(counted.metric.limits).toBeUndefined();
  expect(panelFor({ ...view, metric: 'acme.new' }, undefined, []).title).toBe('acme.new');
});

test('the spread at each time is the median and the 95th percentile of those that have a value (R-7)', () => {
  const of = (...values: (number | null)[]) => series('d', 'x', ...values);
  const { middle, high } = spreadOf([of(1, 1, null), of(2, null, null), of(4, 3, null)]);
  expect(middle).toEqual([
    [0, 2],
    [1_000, 2],
  ]);
  expect(high[0]?.[1]).toBeCloseTo(3.8, 12);
  expect(high[1]?.[1]).toBeCloseTo(2.9, 12);
});

test('figures of each line, the highest median first; without data there is none', () => {
  const tracks = tracksOf([series('d1', 'a', 1, 2, 3), series('d2', 'b', 7, null), series('d2', 'c', null)], {
    metric: undefined,
    only: {},
    nameOf,
  });
  const found = summariesOf(tracks, () => [[0, 5]]);
  expect(found.map(({ median, highest, last, earlier }) => [median, highest, last, earlier])).toEqual([
    [7, 7, 7, 5],
    [2, 3, 3, 5],
    [null, null, null, 5],
  ]);
});

test('a file has a row a time and a column a line, and nothing that a spreadsheet would run', () => {
  const tracks = tracksOf([series('d1', '=cmd()', 1, null), series('d2', 'b,"c"', 2, 3)], {
    metric: undefined,
    only: {},
    nameOf: (id) => (id === 'd1' ? '=x' : id),
  });
  expect(csvOf(tracks, 's').split('\r\n')).toEqual([
    'time,\'=x =cmd() (s),"d2 b,""c"" (s)"',
    '1970-01-01T00:00:00.000Z,1,2',
    '1970-01-01T00:00:01.000Z,,3',
    '',
  ]);
  expect(['+1', '-1', '@x', '\tx'].map(csvCell)).toEqual(["'+1", "'-1", "'@x", "'\tx"]);
  expect(csvCell(-1)).toBe('-1');
});

test('a metric is found by its title, its name, its family or its words; begun names first', () => {
  const all = choicesIn(known);
  expect(matching(all, 'system.cpu.utilization')[0]?.metric.name).toBe('system.cpu.utilization');
  expect(matching(all, 'MEMORY util').some(({ metric: one }) => one.name === 'system.memory.utilization')).toBe(true);
  expect(matching(all, 'no such thing at all')).toEqual([]);
  expect(matching(all, '')).toHaveLength(all.length);
});
