import { expect, test } from 'vitest';
import { dayOf, daysOf } from './days.ts';
import type { StateStretch } from './types.ts';

const day = 86_400_000;
const from = Date.parse('2026-11-28T00:00Z');
const stretch = (begin: number, end: number, state: StateStretch['state']): StateStretch => {
  return { from: from + begin, to: from + end, state, planned: state === 'window', causes: [] };
};

test('the day of UTC in which a time lies', () => {
  expect(dayOf(from)).toBe(from);
  expect(dayOf(from + day - 1)).toBe(from);
});

test('each day is the worst that it had, and its outage counts on the days on which it was', () => {
  const stretches = [
    stretch(0, day - 400, 'in-order'),
    stretch(day - 400, day + 1_499, 'down'),
    stretch(day + 1_499, 2 * day, 'degraded'),
    stretch(2 * day, 2 * day + 5_000, 'unknown'),
    stretch(2 * day + 5_000, 2 * day + 6_000, 'window'),
    stretch(2 * day + 6_000, 2 * day + 9_000, 'in-order'),
  ];
  expect(daysOf(stretches, from, from + 2 * day + 9_000)).toEqual([
    // 400 ms and 1,499 ms, rounded half up.
    { day: '2026-11-28', state: 'down', downSeconds: 0 },
    { day: '2026-11-29', state: 'down', downSeconds: 1 },
    { day: '2026-11-30', state: 'window', downSeconds: 0 },
  ]);
});

test('a day of which nothing is known is unknown, one of which something is known is not', () => {
  const stretches = [stretch(0, day + 10, 'unknown'), stretch(day + 10, day + 20, 'in-order')];
  expect(daysOf(stretches, from, from + day + 20).map(({ state }) => state)).toEqual(['unknown', 'in-order']);
  expect(daysOf([], from, from + day).map(({ state }) => state)).toEqual(['unknown']);
});
