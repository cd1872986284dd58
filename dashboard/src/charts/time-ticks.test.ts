import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const at = (d: number, h: number, m: number, s = 0) => new Date(2026, 10, d, h, m, s).getTime();
const labels = (from: number, to: number, most = 7, now = true) =>
  timeTicks(from, to, most, now).map(({ label }) => label);

test('round times, now at the edge', () => {
  expect(labels(at(19, 8, 38), at(19, 14, 38))).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', 'now']);
  expect(labels(at(19, 13, 38), at(19, 14, 38))).toEqual(['13:40', '13:50', '14:00', '14:10', '14:20', '14:30', 'now']);
});

test('midnight is named', () => {
  expect(labels(at(18, 14, 38), at(19, 14, 38))).toEqual(['16:00', '20:00', 'Thu', '04:00', '08:00', '12:00', 'now']);
});

test('days, and no "now" for what ended', () => {
  expect(labels(at(12, 14, 38), at(19, 14, 38), 7, false)).toEqual([13, 14, 15, 16, 17, 18, 19].map((d) => `${d} Nov`));
  expect(labels(at(19, 14, 38), at(19, 14, 38, 45), 5, false)).toEqual([
    '14:38:00',
    '14:38:10',
    '14:38:20',
    '14:38:30',
    '14:38:40',
  ]);
});

test('never more than asked for', () => {
  for (const span of [5e3, 6e4, 1e6, 36e5, 9e6, 864e5, 6e8, 3e9, 4e10]) {
    for (const most of [3, 5, 7])
      expect(timeTicks(1.79e12, 1.79e12 + span, most, true).length).toBeLessThanOrEqual(most + 2);
  }
});
