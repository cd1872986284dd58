import type { WindowWhen } from '@fettle/shared/api/windows';
import { expect, test } from 'vitest';
import { nextOpenings } from './openings.ts';
import { whenWords } from './when-words.ts';

const hour = 3_600_000;
const berlin = (some: Partial<WindowWhen>): WindowWhen => ({
  zone: 'Europe/Berlin',
  start: '2026-03-27T02:30',
  lastsMs: hour,
  repeat: { every: 'day' },
  ...some,
});
const starts = (when: WindowWhen, now: number, count = 3) =>
  nextOpenings(when, now, count).map(({ from }) => new Date(from).toISOString().slice(0, 16));

test('it stays at its hour when the clocks change, and says when they leave it out', () => {
  const now = Date.UTC(2026, 2, 27);
  expect(starts(berlin({}), now, 4)).toEqual([
    '2026-03-27T01:30',
    '2026-03-28T01:30',
    '2026-03-29T01:30',
    '2026-03-30T00:30',
  ]);
  expect(nextOpenings(berlin({}), now, 4).map(({ moved }) => moved)).toEqual([false, false, true, false]);
});

test('one that is open counts, one that is over does not', () => {
  const once = berlin({ repeat: { every: 'once' } });
  expect(nextOpenings(once, Date.UTC(2026, 2, 27, 2, 29), 5)).toHaveLength(1);
  expect(nextOpenings(once, Date.UTC(2026, 2, 27, 2, 30), 5)).toHaveLength(0);
});

test('months: their last day, their last Sunday', () => {
  const now = Date.UTC(2026, 0, 30);
  const start = '2026-01-01T12:00';
  const utc = { zone: 'UTC', start };
  expect(starts(berlin({ ...utc, repeat: { every: 'month', day: 31 } }), now)).toEqual([
    '2026-01-31T12:00',
    '2026-02-28T12:00',
    '2026-03-31T12:00',
  ]);
  expect(starts(berlin({ ...utc, repeat: { every: 'month-weekday', nth: -1, weekday: 7 } }), now)).toEqual([
    '2026-02-22T12:00',
    '2026-03-29T12:00',
    '2026-04-26T12:00',
  ]);
});

test('none begins after its end', () => {
  expect(starts(berlin({ until: '2026-03-28T02:30' }), Date.UTC(2026, 2, 1), 9)).toHaveLength(2);
});

test('in words', () => {
  expect(whenWords(berlin({ repeat: { every: 'week', days: [1, 3, 5] }, lastsMs: 4 * hour }))).toBe(
    'every Monday, Wednesday and Friday at 02:30 for 4 h, Europe/Berlin',
  );
});
