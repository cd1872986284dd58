import { expect, test } from 'vitest';
import { dateOf, daysOf, midnight, moved, slicesOf } from './calendar.ts';

test('a month is whole weeks from Monday on', () => {
  const days = daysOf('month', '2026-11-29');
  expect(days).toHaveLength(42);
  expect(days[0]?.date).toBe('2026-10-26');
  expect(days.at(-1)?.date).toBe('2026-12-06');
  expect(days.filter(({ inside }) => inside)).toHaveLength(30);
  expect(daysOf('month', '2026-02-10')).toHaveLength(35);
  expect(daysOf('month', '2027-02-10')).toHaveLength(28);
});

test('a week, and to and fro', () => {
  expect(daysOf('week', '2026-11-29').map(({ date }) => date)).toEqual([
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
    '2026-11-28',
    '2026-11-29',
  ]);
  expect(moved('week', '2026-11-29', 1)).toBe('2026-12-06');
  expect(moved('month', '2026-01-31', 1)).toBe('2026-02-01');
  expect(moved('month', '2026-03-31', -1)).toBe('2026-02-01');
  expect(dateOf(midnight('2026-11-29'))).toBe('2026-11-29');
});

test('what overlaps lies in lanes of its own; what goes over midnight is in both days', () => {
  const at = (hours: number) => midnight('2026-11-25') + hours * 3_600_000;
  const span = (window: string, from: number, to: number) => {
    return { window, name: window, reason: '', from: at(from), to: at(to), note: null };
  };
  const spans = [span('a', 22, 26), span('b', 23, 23.5), span('c', 6, 12)];
  const days = daysOf('week', '2026-11-25');
  const wednesday = days[2] && slicesOf(days[2], spans);
  expect(wednesday?.map(({ span: { window }, lane }) => [window, lane])).toEqual([
    ['c', 0],
    ['a', 0],
    ['b', 1],
  ]);
  const thursday = days[3] && slicesOf(days[3], spans);
  expect(thursday).toMatchObject([{ from: 0, goesOn: true }]);
  expect(thursday?.[0]?.wide).toBeCloseTo(2 / 24);
});
