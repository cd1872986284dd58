import { expect, test } from 'vitest';
import { askOf, monthLink, monthViewOf, periodName, stepped } from './period.ts';

const october = Date.UTC(2026, 8, 30, 22);

test('the address holds period, time, site and the figure that is looked into', () => {
  for (const search of ['', '?period=quarter&at=5&site=Berlin', '?basis=a.b']) {
    expect(monthLink(monthViewOf(search))).toBe(`/month${search}`);
  }
  expect(monthViewOf('?period=century&at=-3')).toEqual({ period: 'month', at: undefined, site: '', basis: '' });
  expect(askOf(monthViewOf('?at=5&site=x'), 'UTC')).toEqual({
    kind: 'executive',
    period: 'month',
    zone: 'UTC',
    at: 5,
    site: 'x',
  });
});

test('periods before and after begin at midnight of the zone, over changes of the clock', () => {
  const step = (period: 'week' | 'month' | 'quarter' | 'year', by: 1 | -1) =>
    new Date(stepped(period, october, 'Europe/Berlin', by)).toISOString();
  expect(step('month', 1)).toBe('2026-10-31T23:00:00.000Z');
  expect(step('month', -1)).toBe('2026-08-31T22:00:00.000Z');
  expect(step('quarter', -1)).toBe('2026-06-30T22:00:00.000Z');
  expect(step('year', 1)).toBe('2027-09-30T22:00:00.000Z');
  expect(step('week', 1)).toBe('2026-10-07T22:00:00.000Z');
});

test('names', () => {
  const name = (period: 'week' | 'month' | 'quarter' | 'year') => periodName(period, october, 'Europe/Berlin');
  expect([name('month'), name('quarter'), name('year'), name('week')]).toEqual([
    'October',
    'Q4 2026',
    '2026',
    'the week of 1 Oct',
  ]);
});
