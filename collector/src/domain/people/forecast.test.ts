import { normalFrom } from '@fettle/shared/statistics/random.fixture';
import { expect, test } from 'vitest';
import { fewestWeeks, weeksAhead } from './forecast.ts';
import { weeksIn, wholeWeeksBefore } from './weeks.ts';

const day = 86_400_000;

test('a steady load stays as it is, with the spread of its middle 80 %', () => {
  // 0 to 10, each once, in no order that leads anywhere.
  const counts = [5, 3, 8, 1, 9, 0, 10, 2, 7, 4, 6];
  expect(weeksAhead(counts, 2)).toEqual([
    { low: 1, median: 5, high: 9 },
    { low: 1, median: 5, high: 9 },
  ]);
});

test('a load that grows goes on growing, and one wild week changes nothing of it', () => {
  const counts = Array.from({ length: 20 }, (_, i) => 10 + 2 * i);
  expect(weeksAhead(counts, 2).map(({ median }) => median)).toEqual([50, 52]);
  const wild = counts.with(4, 500);
  expect(weeksAhead(wild, 1)[0]?.median).toBeCloseTo(50, 5);
  const falling = Array.from({ length: 10 }, (_, i) => 18 - 2 * i);
  // It does not fall below nothing.
  expect(weeksAhead(falling, 3).map(({ low, median }) => [low, median])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('of random weeks with a known mean about 80 % lie within what was said', () => {
  const normal = normalFrom(7);
  const week = () => Math.max(0, Math.round(12 + 3.5 * normal()));
  let within = 0;
  const tries = 400;
  for (let i = 0; i < tries; i++) {
    const [ahead] = weeksAhead(Array.from({ length: 26 }, week), 1);
    const came = week();
    if (ahead && came >= Math.floor(ahead.low) && came <= Math.ceil(ahead.high)) within++;
  }
  expect(within / tries).toBeGreaterThan(0.7);
  expect(within / tries).toBeLessThan(0.92);
});

test('too few weeks say nothing', () => {
  expect(
    weeksAhead(
      Array.from({ length: fewestWeeks - 1 }, () => 4),
      4,
    ),
  ).toEqual([]);
  expect(
    weeksAhead(
      Array.from({ length: fewestWeeks }, () => 4),
      4,
    ),
  ).toHaveLength(4);
});

test('weeks are from Monday to Sunday where people are, also when the clocks change', () => {
  // Sunday 25 October 2026 has 25 hours in Berlin.
  const [one, two, ...more] = weeksIn(Date.UTC(2026, 9, 25, 12), Date.UTC(2026, 9, 26, 12), 'Europe/Berlin');
  expect(more).toEqual([]);
  expect(one).toEqual({ from: Date.UTC(2026, 9, 18, 22), to: Date.UTC(2026, 9, 25, 23) });
  expect(two?.from).toBe(one?.to);
  expect(weeksIn(Date.UTC(2026, 9, 19), Date.UTC(2026, 9, 26), 'UTC')).toHaveLength(1);
});

test('whole weeks before a time are over by then', () => {
  const monday = Date.UTC(2026, 9, 26);
  const weeks = wholeWeeksBefore(monday + 3 * day, 3, 'UTC');
  expect(weeks.map(({ to }) => (monday - to) / (7 * day))).toEqual([2, 1, 0]);
  expect(wholeWeeksBefore(monday, 1, 'UTC')).toEqual([{ from: monday - 7 * day, to: monday }]);
});
