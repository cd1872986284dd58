import { expect, test } from 'vitest';
import { controlChart, D4, E2, medianE } from './control-chart.ts';
import { normalFrom } from './random.fixture.ts';

// Flow rates of ten batches, NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.
const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];

test('the example of the handbook', () => {
  const chart = controlChart(flow);
  // The handbook rounds: average 50.81, average moving range 1.8778, limits 55.8041 and 45.8159 with d2 = 1.128.
  expect(chart?.centre).toBeCloseTo(50.81, 10);
  expect(chart?.upper).toBeCloseTo(55.8, 1);
  expect(chart?.lower).toBeCloseTo(45.82, 1);
  expect(chart?.sigma).toBeCloseTo((E2 * 1.877_78) / 3, 4);
  expect(chart?.upperRange).toBeCloseTo(D4 * 1.877_78, 4);
  expect(chart?.count).toBe(10);
});

test('one jump widens limits by averages, not those by medians', () => {
  const jump = [5, 6, 5, 6, 5, 6, 5, 60, 5, 6, 5, 6];
  expect(controlChart(jump)?.sigma).toBeGreaterThan(5);
  expect(controlChart(jump, { ranges: 'median' })?.sigma).toBeCloseTo(medianE / 3, 10);
  // Most neighbours are equal: their median would say that nothing varies.
  expect(controlChart([0, 0, 0, 0, 3, 0, 0, 0, 0, 0], { ranges: 'median' })?.sigma).toBeGreaterThan(0);
});

test('the limits of normal values are three deviations away', () => {
  const noise = normalFrom(5);
  const chart = controlChart(Array.from({ length: 2_000 }, () => 10 + 2 * noise()));
  expect(Math.abs((chart?.upper ?? 0) - 16)).toBeLessThan(0.4);
  expect(Math.abs((chart?.lower ?? 0) - 4)).toBeLessThan(0.4);
});

test('what it cannot fall below, or exceed, bounds the limits', () => {
  const chart = controlChart([1, 9, 1, 9, 1, 9, 1, 9], { least: 0, most: 10 });
  expect([chart?.lower, chart?.upper]).toEqual([0, 10]);
});

test('a baseline is held against what came later', () => {
  const values = [1, 2, 1, 2, 1, 2, 1, 2, 50, 50, 50];
  expect(controlChart(values, { baseline: 8 })?.centre).toBe(1.5);
});

test('equal values have no spread, few have no chart, missing ones are left out', () => {
  expect(controlChart(Array.from({ length: 10 }, () => 0.1))).toMatchObject({
    centre: 0.1,
    sigma: 0,
    lower: 0.1,
    upper: 0.1,
  });
  expect(controlChart([1, 2, 3, 4, 5, 6, 7])).toBeNull();
  expect(controlChart([1, null, 2, 1, null, 2, 1, 2, 1, 2])?.count).toBe(8);
});
