import { expect, test } from 'vitest';
import { normalFrom } from './random.fixture.ts';
import { randomFrom } from './random.ts';
import { shareLeading, slopesBetween, theilSen } from './theil-sen.ts';

test('a line without noise is found exactly', () => {
  const line = theilSen(Array.from({ length: 30 }, (_, n) => [n, 4 + 0.5 * n]));
  expect(line).toMatchObject({ slope: 0.5, intercept: 4 });
  expect(shareLeading(line?.slopes ?? new Float64Array(), true)).toBe(1);
});

test('a quarter of wild points moves it little', () => {
  const [random, noise] = [randomFrom(3), normalFrom(4)];
  for (let run = 0; run < 20; run++) {
    const slope = random() * 10 - 5;
    const points = Array.from(
      { length: 60 },
      (_, n) => [n, slope * n + noise() + (n % 4 === 1 ? 500 * random() : 0)] as const,
    );
    expect(Math.abs((theilSen(points)?.slope ?? Number.NaN) - slope)).toBeLessThan(0.35);
  }
});

test('between points of one time there is no slope', () => {
  expect(theilSen([[1, 5]])).toBeNull();
  expect(
    theilSen([
      [1, 5],
      [1, 6],
    ]),
  ).toBeNull();
  expect([
    ...slopesBetween([
      [0, 0],
      [0, 9],
      [2, 4],
    ]),
  ]).toEqual([-2.5, 2]);
});

test('what goes nowhere leads as often up as down', () => {
  const noise = normalFrom(9);
  const line = theilSen(Array.from({ length: 200 }, (_, n) => [n, noise()]));
  expect(shareLeading(line?.slopes ?? new Float64Array(), true)).toBeCloseTo(0.5, 1);
  expect(shareLeading(new Float64Array(), true)).toBe(0);
});
