import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { expect, test } from 'vitest';
import { stateGroups } from './services-model.ts';

const states: CatalogueMetric = {
  name: 'systemd.unit.state',
  unit: '1',
  kind: 'state',
  attributes: ['systemd.unit.name'],
  decimals: 0,
  rollup: 'last',
  states: ['inactive', 'active', 'failed'],
  bad: { 2: 'warning' },
  words: '',
};
const unit = (name: string, value: number, text?: string) => ({
  metric: 'systemd.unit.state',
  attributes: { 'systemd.unit.name': name },
  value,
  unit: '1',
  time: 0,
  ...(text === undefined ? {} : { text }),
});

test('what hurts is named, the others are counted by their state', () => {
  const [group] = stateGroups(
    [unit('b', 2), unit('a', 2, 'failed'), unit('x', 1), unit('y', 1), unit('z', 0)],
    [states],
  );
  expect(group?.bad).toEqual([
    { name: 'a', word: 'failed', severity: 'warning' },
    { name: 'b', word: 'failed', severity: 'warning' },
  ]);
  expect(group?.calm).toEqual([
    { word: 'active', names: ['x', 'y'] },
    { word: 'inactive', names: ['z'] },
  ]);
  expect(group?.total).toBe(5);
});

test('a state that nobody named is shown as its number, and a metric without values not at all', () => {
  expect(stateGroups([unit('x', 9)], [states])[0]?.calm).toEqual([{ word: '9', names: ['x'] }]);
  expect(stateGroups([], [states])).toEqual([]);
});
