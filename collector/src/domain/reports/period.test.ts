import { offsetAt, wallAt } from '@fettle/shared/wall-time';
import { expect, test } from 'vitest';
import { type Period, periodsIn, periodsUpTo, spanOf, spanWords } from './period.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const periods = ['day', 'week', 'month', 'quarter', 'year', 'last-7', 'last-30'] as const;
const days: Partial<Record<Period, [number, number]>> = {
  day: [1, 1],
  week: [7, 7],
  'last-7': [7, 7],
  'last-30': [30, 30],
  month: [28, 31],
  quarter: [90, 92],
  year: [365, 366],
};
const dayMs = 86_400_000;

/** Repeatable. */
function* moments(count: number) {
  let state = 20_261_130;
  for (let place = 0; place < count; place += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield Date.UTC(2012, 0, 1) + Math.floor((state / 2_147_483_648) * 20 * 365.25 * dayMs);
  }
}

test.each(zones)('%s: spans are whole, touch, and hold their time', (zone) => {
  for (const now of moments(60)) {
    for (const period of periods) {
      const last = spanOf({ period, zone }, now);
      const held = spanOf({ period, zone, at: now }, now);
      for (const { from, to, before } of [last, held]) {
        expect(before.to).toBe(from);
        const length = Math.round((wallAt(zone, to) - wallAt(zone, from)) / dayMs);
        const [least, most] = days[period] ?? [0, 0];
        // A day that a zone left out, as Apia did, is none of the wall's.
        expect(length).toBeGreaterThanOrEqual(least);
        expect(length).toBeLessThanOrEqual(most);
        expect(to - from).toBe(wallAt(zone, to) - wallAt(zone, from) - (offsetAt(zone, to) - offsetAt(zone, from)));
      }
      expect(last.to).toBeLessThanOrEqual(now);
      expect(held.from <= now && now < held.to).toBe(true);
      if (period === 'last-7' || period === 'last-30') expect(now - last.to).toBeLessThan(25 * 3_600_000);
      else expect(last.to).toBe(held.from);
    }
  }
});

test('October 2026 in Berlin has an hour more than in UTC, and begins when its first day does there', () => {
  const now = Date.UTC(2026, 10, 1, 12);
  const berlin = spanOf({ period: 'month', zone: 'Europe/Berlin' }, now);
  expect(berlin).toEqual({
    from: Date.UTC(2026, 8, 30, 22),
    to: Date.UTC(2026, 9, 31, 23),
    before: { from: Date.UTC(2026, 7, 31, 22), to: Date.UTC(2026, 8, 30, 22) },
    zone: 'Europe/Berlin',
    period: 'month',
  });
  expect(berlin.to - berlin.from).toBe(31 * dayMs + 3_600_000);
  expect(spanWords(berlin)).toBe('October 2026');
});

test('the month of a time that lasts, weeks from Monday, the quarter before, thirty whole days', () => {
  const now = Date.UTC(2026, 10, 30, 1);
  const span = (ask: Parameters<typeof spanOf>[0]) => {
    const { from, to } = spanOf(ask, now);
    return [from, to].map((time) => new Date(time).toISOString().slice(0, 10));
  };
  expect(span({ period: 'month', at: now })).toEqual(['2026-11-01', '2026-12-01']);
  expect(span({ period: 'week' })).toEqual(['2026-11-23', '2026-11-30']);
  expect(span({ period: 'quarter' })).toEqual(['2026-07-01', '2026-10-01']);
  expect(span({ period: 'last-30' })).toEqual(['2026-10-31', '2026-11-30']);
  expect(span({ period: 'last-7', at: now })).toEqual(['2026-11-24', '2026-12-01']);
  expect(span({})).toEqual(['2026-10-01', '2026-11-01']);
});

test('exact times have as much before them', () => {
  expect(spanOf({ from: 5_000, to: 7_000 }, 9_000)).toEqual({
    from: 5_000,
    to: 7_000,
    before: { from: 3_000, to: 5_000 },
    zone: 'UTC',
    period: null,
  });
});

test.each([
  [{ from: 5 }, 'input_invalid'],
  [{ from: 5, to: 5 }, 'input_invalid'],
  [{ from: 0, to: 10, period: 'day' as const }, 'input_invalid'],
  [{ from: 0, to: 4 * 366 * dayMs }, 'query_too_long'],
  [{ zone: 'Mars/Olympus' }, 'input_invalid'],
  [{ period: 'year' as const, at: Date.UTC(9_999, 5, 1) }, 'input_invalid'],
])('%o is refused: %s', (ask, code) => {
  expect(() => spanOf(ask, Date.UTC(2026, 0, 1))).toThrow(expect.objectContaining({ code }));
});

test('twelve months up to one touch, and the last is that one', () => {
  const { from, to } = spanOf({ period: 'month', zone: 'Europe/Berlin' }, Date.UTC(2026, 10, 1, 12));
  const months = periodsUpTo('month', to, 'Europe/Berlin', 12);
  expect(months).toHaveLength(12);
  expect(months.at(-1)).toEqual({ from, to });
  for (const [place, month] of months.entries()) if (place > 0) expect(month.from).toBe(months[place - 1]?.to);
});

test('days of a month are all of it, also where clocks change', () => {
  const span = spanOf({ period: 'month', zone: 'Europe/Berlin' }, Date.UTC(2026, 10, 1, 12));
  const found = periodsIn('day', span, 'Europe/Berlin');
  expect(found).toHaveLength(31);
  expect(found.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(span.to - span.from);
  expect(found.filter(({ from, to }) => to - from === 25 * 3_600_000)).toHaveLength(1);
  expect(periodsIn('week', { from: 1_000, to: 5_000 }, 'UTC')).toEqual([{ from: 1_000, to: 5_000 }]);
});
