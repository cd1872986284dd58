import { expect, test } from 'vitest';
import { normalFrom } from './random.fixture.ts';
import { weeklyShape } from './weekly-shape.ts';

const monday = 0;
const worked = [3, 3, 3, 3, 3, -7.5, -7.5];

test('a planted week is found, from whichever day the values begin', () => {
  for (const first of [monday, 4]) {
    const shape = weeklyShape(
      Array.from({ length: 28 }, (_, n) => 10 + (worked[(n + first) % 7] ?? 0)),
      first,
    );
    expect(shape?.days.map((day) => Math.round(day * 1e9) / 1e9)).toEqual(worked);
    expect(shape?.strength).toBe(1);
  }
});

test('one wild Monday does not make all Mondays wild', () => {
  const values = Array.from({ length: 35 }, (_, n) => (worked[n % 7] ?? 0) + (n === 14 ? 1_000 : 0));
  expect(weeklyShape(values, monday)?.days[0]).toBeCloseTo(3, 9);
});

test('noise has next to no week', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const noise = normalFrom(seed);
    expect(weeklyShape(Array.from({ length: 56 }, noise), monday)?.strength).toBeLessThan(0.12);
  }
});

test('a day that was seen twice says nothing', () => {
  expect(
    weeklyShape(
      Array.from({ length: 20 }, (_, n) => n),
      monday,
    ),
  ).toBeNull();
  expect(
    weeklyShape(
      Array.from({ length: 21 }, (_, n) => (n === 6 ? null : n)),
      monday,
    ),
  ).toBeNull();
  expect(
    weeklyShape(
      Array.from({ length: 21 }, () => 4),
      monday,
    ),
  ).toMatchObject({ strength: 0 });
});
