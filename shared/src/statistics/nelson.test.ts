import { expect, test } from 'vitest';
import { controlChart } from './control-chart.ts';
import { nelson, type NelsonRule, nelsonRules } from './nelson.ts';
import { normalFrom } from './random.fixture.ts';

const usual = { centre: 0, sigma: 1 };
const found = (values: readonly (number | null)[], rule: NelsonRule) => nelson(values, usual, [rule]).signals;
/** Breaks no rule: within the limits, on both sides, no pattern. */
const quiet = [0.4, -0.3, 1.2, -0.6, -1.4, 0.2, 0.9, -0.1, 0.3, -1.1, 1.5, 0.6, -0.2, -0.8, 1.1, -1.3];

const planted: readonly [NelsonRule, readonly number[], first: number, last: number][] = [
  [1, [0, 0.1, 3.1, 0], 2, 2],
  [1, [0, -3.01, 0], 1, 1],
  [2, [-1, 0.1, 0.2, 0.1, 0.3, 0.1, 0.5, 0.1, 0.2, 0.1, -1], 1, 9],
  [3, [1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.2], 1, 6],
  [3, [0, 0.5, 0.4, 0.3, 0.2, 0.1, -0.1, 0.2], 1, 6],
  [4, [0, 0, ...Array.from({ length: 14 }, (_, n) => (n % 2 === 0 ? 0.2 : -0.2))], 1, 15],
  [5, [0, 2.1, 0, 2.2, 0], 1, 3],
  [6, [0, -1.1, -1.2, 0.5, -1.3, -1.4, 0], 1, 5],
  [7, [1.5, ...Array.from({ length: 15 }, (_, n) => (n % 3) * 0.3 - 0.3), 2], 1, 15],
  [8, [0, 1.1, -1.2, 1.3, 1.1, -1.2, -1.1, 1.4, 1.5, 0], 1, 8],
];

test.each(planted)('rule %i finds what was planted', (rule, values, first, last) => {
  expect(found(values, rule)).toEqual([{ rule, first, last }]);
});

/** Each one value short of its pattern, or with one that breaks it. */
const nearly: readonly [NelsonRule, readonly number[]][] = [
  [1, [0, 3, -3]],
  [2, [-1, 0.1, 0.2, 0.1, 0.3, 0.1, 0.5, 0.1, 0.2, -0.1, 0.1]],
  [2, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [3, [1, 0, 0.1, 0.2, 0.3, 0.4, 0.4, 0.5]],
  [4, [...Array.from({ length: 13 }, (_, n) => (n % 2 === 0 ? 0.2 : -0.2)), 0.2, 0.2]],
  [5, [0, 2.1, 0, 0, 2.2, 0, -2.1, 2.2]],
  [6, [-1.1, -1.2, 0.5, -1.3, 1.4, 0]],
  [7, [...Array.from({ length: 14 }, () => 0.2), 1, 0.2]],
  [8, [1.1, 1.2, 1.3, 1.1, 1.2, 1.1, 1.4, 1.5, 0.5, -1.2]],
];

test.each(nearly)('rule %i says nothing of what is nearly so', (rule, values) => {
  expect(found(values, rule)).toEqual([]);
});

test('a quiet figure breaks no rule', () => {
  expect(nelson(quiet, usual)).toEqual({ rules: quiet.map(() => []), signals: [] });
});

test('noise seldom breaks rule 1, a shift is found where it began', () => {
  const noise = normalFrom(11);
  const values = Array.from({ length: 1_000 }, noise);
  const chart = controlChart(values);
  if (!chart) throw new Error('no chart');
  // Of normal values 27 in 10,000 lie outside.
  expect(nelson(values, chart, [1]).signals.length).toBeLessThan(10);
  const shifted = values.slice(0, 60).map((value, place) => (place < 40 ? value : value + 4));
  const usualThen = controlChart(shifted, { baseline: 40 });
  if (!usualThen) throw new Error('no chart');
  const { signals } = nelson(shifted, usualThen, [1, 2]);
  expect(signals.find(({ rule }) => rule === 2)).toMatchObject({ last: 59 });
  expect(signals.find(({ rule }) => rule === 2)?.first).toBeGreaterThanOrEqual(38);
  expect(signals.find(({ rule }) => rule === 2)?.first).toBeLessThanOrEqual(40);
});

test('each value has the rules that are complete there, and what is missing is passed over', () => {
  const values = [0, null, 3.5, 0];
  expect(nelson(values, usual)).toEqual({ rules: [[], [], [1], []], signals: [{ rule: 1, first: 2, last: 2 }] });
  const rising = [1, 0, 0.1, null, 0.2, 0.3, 0.4, 0.5];
  expect(found(rising, 3)).toEqual([{ rule: 3, first: 1, last: 7 }]);
});

test('what never varies breaks no rule, whatever its value', () => {
  const values = Array.from({ length: 40 }, () => 0.1);
  const chart = controlChart(values);
  expect(chart && nelson(values, chart, nelsonRules).signals).toEqual([]);
});

test('a shift away from what never varied is seen by its side', () => {
  const values = [...Array.from({ length: 20 }, () => 5), ...Array.from({ length: 9 }, () => 6)];
  const chart = controlChart(values, { baseline: 20 });
  expect(chart && nelson(values, chart).signals).toEqual([{ rule: 2, first: 20, last: 28 }]);
});
