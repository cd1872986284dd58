import type { DeviceId } from '@fettle/shared/ids';
import type { Condition } from '@fettle/shared/rules/rule';
import { expect, test } from 'vitest';
import type { SeriesPoints } from '../../series/index.ts';
import { columnsOf } from './columns.ts';
import { needKey, needsOf } from './needs.ts';

const device = 'd' as DeviceId;
const points = (metric: string, attributes: Record<string, string>, ...values: number[]): SeriesPoints => ({
  device,
  metric,
  attributes,
  times: Float64Array.from(values, (_, at) => at * 300_000),
  values: Float64Array.from(values),
});
const none = Number.NaN;

test('above takes the highest of a step, below the lowest, a formula the usual', () => {
  const value = (is: 'above' | 'below'): Condition => ({ kind: 'value', metric: 'm', is, levels: {} });
  expect(needsOf(value('above'))).toEqual([{ metric: 'm', agg: 'max' }]);
  expect(needsOf(value('below'))).toEqual([{ metric: 'm', agg: 'min' }]);
  const formula = needsOf({ kind: 'formula', expression: 'a.b / max(c.d) + a.b', is: 'above', levels: {} });
  expect(formula.map(({ metric, agg }) => [metric, agg])).toEqual([
    ['a.b', undefined],
    ['c.d', undefined],
  ]);
});

test('of a band the value further out counts', () => {
  const when: Condition = { kind: 'value', metric: 'm', is: 'outside', levels: { warning: { limit: [10, 30] } } };
  const [high, low] = needsOf(when).map(needKey);
  const read = new Map([
    [high ?? '', [points('m', { a: '1' }, 25, 35, none, 28)]],
    [low ?? '', [points('m', { a: '1' }, 20, 8, none, 2)]],
  ]);
  expect([...(columnsOf(when, read, true)[0]?.values ?? [])]).toEqual([25, 35, none, 2]);
});

test('of states the one that hurts most counts, however short; else the longest', () => {
  const metric = 'systemd.unit.state';
  const when: Condition = { kind: 'state', metric, states: { warning: ['activating'], critical: ['failed'] } };
  const at = (state: string, ...seconds: number[]) => points(metric, { 'systemd.unit.name': 'x', state }, ...seconds);
  const read = new Map([
    [
      needKey(needsOf(when)[0] ?? { metric, agg: 'time' }),
      [
        at('active', 300, 299, 100, none),
        at('activating', 0, 1, 100, none),
        at('failed', 0, 0, 1, none),
        at('inactive', 0, 0, 200, none),
      ],
    ],
  ]);
  const [column, ...more] = columnsOf(when, read, true);
  expect(more).toEqual([]);
  expect(column?.attributes).toEqual({ 'systemd.unit.name': 'x' });
  expect([...(column?.values ?? [])]).toEqual([1, 3, 2, none]);
});

test('samples as they came are taken once, whatever was asked for', () => {
  const when: Condition = { kind: 'value', metric: 'm', is: 'outside', levels: { warning: { limit: [1, 2] } } };
  const [high, low] = needsOf(when).map(needKey);
  const one = points('m', {}, 1, 2);
  const read = new Map([
    [high ?? '', [one]],
    [low ?? '', [one]],
  ]);
  expect(columnsOf(when, read, false)).toHaveLength(1);
});
