import { expect, test } from 'vitest';
import { sharedOut, within } from './between.ts';

test('each item is with the period that its time lies in, as `within` says', () => {
  const periods = [
    { from: 10, to: 20 },
    { from: 20, to: 25 },
    { from: 30, to: 40 },
  ];
  const times = Array.from({ length: 50 }, (_, time) => time);
  expect(sharedOut(times, periods, (time) => time)).toEqual(
    periods.map((period) => times.filter((time) => within(time, period))),
  );
  expect(sharedOut(times, [], (time) => time)).toEqual([]);
});
