import { normalFrom } from '@fettle/shared/statistics/random.fixture';
import { randomFrom } from '@fettle/shared/statistics/random';
import { describe, expect, test } from 'vitest';
import { dayMs, detailOf, forecastOf } from './forecast.ts';
import type { Day, Subject } from './types.ts';

const GiB = 1_024 ** 3;
const today = 20_700;
const now = today * dayMs;

/** Days up to now, each with the value of its end. */
function subject(values: readonly (number | null)[], fields: Partial<Subject> = {}): Subject {
  const first = today - values.length;
  const days = values.flatMap((value, n): Day[] =>
    value === null ? [] : [{ day: first + n, at: first + n + 1, value }],
  );
  return {
    id: 'filesystem:d1:/var',
    kind: 'filesystem',
    device: null,
    deviceName: 'anna',
    site: 'berlin',
    metric: 'system.filesystem.usage',
    attributes: {},
    title: '/var of anna',
    unit: 'By',
    value: days.at(-1)?.value ?? 0,
    limit: 100 * GiB,
    weekly: false,
    days,
    ...fields,
  };
}
const series = (count: number, of: (n: number) => number) => Array.from({ length: count }, (_, n) => of(n));
const inDays = (time: number | null) => (time === null ? Number.NaN : (time - now) / dayMs);

describe('a line', () => {
  test('without noise is found exactly, and its day too', () => {
    // 12 MiB an hour.
    const slope = 24 * 12 * 1_024 ** 2;
    const found = forecastOf(subject(series(60, (n) => 70 * GiB + slope * n)), now);
    expect(found.slopePerDay).toBeCloseTo(slope, 0);
    const until = (30 * GiB - slope * 59) / slope;
    for (const time of [found.earliestAt, found.fullAt, found.latestAt]) expect(inDays(time)).toBeCloseTo(until, 2);
    expect(found.trial).toMatchObject({ within: 1 });
    expect(found.trial?.error).toBeLessThan(1e-9);
  });

  test('with noise is found within a tenth, and the day lies within its spread four times of five', () => {
    const random = randomFrom(42);
    let within = 0;
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      const noise = normalFrom(1_000 + run);
      const slope = (0.15 + 0.2 * random()) * GiB;
      const values = series(90, (n) => 50 * GiB + slope * n + 0.5 * GiB * noise());
      const found = forecastOf(subject(values, { id: `run ${run}` }), now);
      expect(Math.abs(found.slopePerDay / slope - 1)).toBeLessThan(0.1);
      const real = (50 * GiB - slope * 89) / slope;
      if (inDays(found.earliestAt) <= real && real <= inDays(found.latestAt)) within++;
      expect(found.trial?.tries).toBeGreaterThanOrEqual(4);
    }
    expect(within / runs).toBeGreaterThanOrEqual(0.8);
  });

  test('is the same each time it is asked for', () => {
    const noise = normalFrom(3);
    const one = subject(series(90, (n) => (50 + 0.3 * n + noise()) * GiB));
    expect(forecastOf(one, now)).toEqual(forecastOf(one, now));
    expect(detailOf(one, now).coming).toEqual(detailOf(one, now).coming);
  });

  test('days that are missing move it little', () => {
    const values = series(90, (n) => (50 + 0.3 * n) * GiB).map((value, n) =>
      n % 5 === 2 || (n > 40 && n < 52) ? null : value,
    );
    expect(forecastOf(subject(values), now).slopePerDay).toBeCloseTo(0.3 * GiB, 0);
  });
});

describe('a new regime', () => {
  test('a clean-up begins one: what was before does not count', () => {
    const values = series(90, (n) => (n < 50 ? 40 + n : 45 + 0.5 * (n - 50)) * GiB);
    const found = forecastOf(subject(values), now);
    expect(found.slopePerDay / GiB).toBeCloseTo(0.5, 6);
    expect(found.days).toBe(40);
    expect(found.remark).toContain('cleared');
  });

  test('after one of yesterday it grows on as before', () => {
    const values = series(60, (n) => (n < 57 ? 30 + n : 20 + n) * GiB);
    const found = forecastOf(subject(values), now);
    expect(found.slopePerDay / GiB).toBeCloseTo(1, 6);
    expect(inDays(found.fullAt)).toBeCloseTo(21, 1);
    expect(found.remark).toContain('grow on as before');
  });

  test('a leak that began twenty days ago is what counts', () => {
    const noise = normalFrom(8);
    const values = series(90, (n) => (30 + Math.max(0, n - 70) * 2 + 0.2 * noise()) * GiB);
    const found = forecastOf(subject(values), now);
    expect(Math.abs(found.slopePerDay / GiB - 2)).toBeLessThan(0.1);
    expect(found.days).toBeLessThanOrEqual(22);
    expect(inDays(found.fullAt)).toBeGreaterThan(14);
    expect(inDays(found.fullAt)).toBeLessThan(18);
  });

  test('one that began this week is told of, with its own day', () => {
    const noise = normalFrom(8);
    const values = series(90, (n) => (30 + 0.3 * n + Math.max(0, n - 85) * 1.5 + 0.3 * noise()) * GiB);
    const found = forecastOf(subject(values), now);
    expect(found.remark).toContain('The last week was faster');
  });

  test('a bigger disk changes the limit at once, not the growth', () => {
    const values = series(90, (n) => (50 + 0.4 * n) * GiB);
    const [small, large] = [100, 200].map((limit) => forecastOf(subject(values, { limit: limit * GiB }), now));
    expect(small?.slopePerDay).toBe(large?.slopePerDay);
    expect(inDays(large?.fullAt ?? null) - inDays(small?.fullAt ?? null)).toBeCloseTo(250, 0);
  });
});

describe('no date', () => {
  test('where there is too little history', () => {
    const found = forecastOf(subject(series(9, (n) => (50 + n) * GiB)), now);
    expect(found).toMatchObject({ fullAt: null, earliestAt: null, latestAt: null, trial: null });
    expect(found.remark).toContain('Only 9 days of history');
  });

  test.each([
    ['stands still', series(60, () => 50 * GiB), 'no direction'],
    ['falls', series(60, (n) => (80 - n) * GiB), 'It falls'],
    ['grows too slowly', series(60, (n) => (10 + 0.001 * n) * GiB), 'Not within two years'],
    ['fills and is cleared each week', series(70, (n) => (40 + 6 * (n % 7)) * GiB), 'again and again'],
    ['was full all the time', series(60, () => 100 * GiB), 'It is full'],
  ])('where it %s', (_, values, words) => {
    const found = forecastOf(subject(values), now);
    expect(found.fullAt).toBeNull();
    expect(found.remark).toContain(words);
  });

  test('noise alone seldom has one', () => {
    const found = series(50, (run) => run).filter((run) => {
      const noise = normalFrom(500 + run);
      return (
        forecastOf(
          subject(
            series(90, () => (50 + 3 * noise()) * GiB),
            { id: `n${run}` },
          ),
          now,
        ).fullAt !== null
      );
    });
    expect(found.length).toBeLessThanOrEqual(1);
  });
});

describe('a week', () => {
  const week = [1, 1.1, 1.1, 1, 0.9, -2.5, -2.6];
  // Day 0 was a Thursday, so day + 3 counts from Monday.
  const busy = (n: number) => week[(today - 90 + n + 3) % 7] ?? 0;

  test('is taken away before the line is drawn, and counts for the day', () => {
    const values = series(90, (n) => (60 + 0.25 * n + 4 * busy(n)) * 1e6);
    const link = subject(values, { kind: 'link', unit: 'By/s', limit: 125e6, weekly: true });
    const found = forecastOf(link, now);
    expect(Math.abs(found.slopePerDay / 1e6 - 0.25)).toBeLessThan(0.01);
    // The first day on which the level and the busiest day of the week reach it, not the level alone.
    const level = (125 - 60 - 0.25 * 89) / 0.25;
    expect(inDays(found.fullAt)).toBeLessThan(level);
    expect(inDays(found.fullAt)).toBeGreaterThan(level - 5 * 4 - 7);
    const { coming } = detailOf(link, now);
    const byDay = coming.slice(0, 14).map(([, , middle]) => middle);
    expect(Math.max(...byDay) - Math.min(...byDay)).toBeGreaterThan(10e6);
  });
});

test('full already is full now', () => {
  const found = forecastOf(subject(series(60, (n) => (60 + n) * GiB)), now);
  expect(found).toMatchObject({ fullAt: now, earliestAt: now, latestAt: now });
});

test('wild days neither bend the line nor make a regime', () => {
  const values = series(90, (n) => (50 + 0.3 * n + (n % 17 === 5 ? 30 : 0)) * GiB);
  const found = forecastOf(subject(values), now);
  expect(Math.abs(found.slopePerDay / GiB - 0.3)).toBeLessThan(0.02);
  expect(found.days).toBe(90);
});

test('what hangs together from day to day has a wider spread, or is told of as missed', () => {
  let inside = 0;
  const runs = 40;
  for (let run = 0; run < runs; run++) {
    const noise = normalFrom(77 + run);
    let walk = 0;
    const all = series(120, (n) => (40 + 0.2 * n + (walk += 0.3 * noise())) * GiB);
    const known = subject(all.slice(0, 90), { id: `walk ${run}` });
    const { coming } = detailOf(known, now);
    const [, low = 0, , high = 0] = coming.find(([time]) => time >= now + 29 * dayMs) ?? [];
    const real = all[118] ?? 0;
    if (low <= real && real <= high) inside++;
  }
  expect(inside / runs).toBeGreaterThanOrEqual(0.6);
});

test('the past that is given is the past that was', () => {
  const { history, coming } = detailOf(subject(series(30, (n) => (50 + n) * GiB)), now);
  expect(history.length).toBe(30);
  expect(history.at(-1)).toEqual([now, 79 * GiB]);
  for (const [, low, middle, high] of coming) {
    expect(low).toBeLessThanOrEqual(middle);
    expect(middle).toBeLessThanOrEqual(high);
  }
});
