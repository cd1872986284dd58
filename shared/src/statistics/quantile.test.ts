import { expect, test } from 'vitest';
import { mean, meanAbsoluteDeviation, median, medianAbsoluteDeviation, quantile, quantileSorted } from './quantile.ts';
import { randomFrom } from './random.ts';

test('quantiles are those of definition 7, as R gives them', () => {
  // quantile(c(15, 20, 35, 40, 50), c(0, .05, .3, .4, .5, .95, 1), type = 7)
  const values = [50, 15, 40, 20, 35];
  const shares = [0, 0.05, 0.3, 0.4, 0.5, 0.95, 1];
  expect(shares.map((share) => quantile(values, share))).toEqual([15, 16, 23, 29, 35, 48, 50]);
  expect(values).toEqual([50, 15, 40, 20, 35]);
});

test('one value is all of its quantiles, of none there is none', () => {
  expect([quantile([7], 0), quantile([7], 0.3), quantile([7], 1)]).toEqual([7, 7, 7]);
  expect([quantile([], 0.5), median([]), mean([]), meanAbsoluteDeviation([])]).toEqual([null, null, null, null]);
});

test('a share beyond 0 and 1 is the nearest that there is', () => {
  expect([quantileSorted([1, 2, 3], -1), quantileSorted([1, 2, 3], 2)]).toEqual([1, 3]);
});

test('quantiles rise with the share and lie between least and most', () => {
  const random = randomFrom(1);
  for (let run = 0; run < 50; run++) {
    const values = Array.from({ length: 1 + Math.floor(random() * 40) }, () => random() * 100);
    const found = Array.from({ length: 21 }, (_, n) => quantile(values, n / 20) ?? Number.NaN);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect([found[0], found[20]]).toEqual([Math.min(...values), Math.max(...values)]);
  }
});

test('middles and deviations', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(mean([1, 2, 6])).toBe(3);
  expect(meanAbsoluteDeviation([1, 2, 3, 4, 100])).toBe((2 + 1 + 0 + 1 + 97) / 5);
  expect(medianAbsoluteDeviation([1, 2, 3, 4, 100])).toBe(1);
});
