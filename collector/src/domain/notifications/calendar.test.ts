import { expect, test } from 'vitest';
import { isWithin, wrongCalendar } from './calendar.ts';

const nights = { days: [5], from: '22:00', to: '06:00', zone: 'Europe/Berlin' };

// 2026-10-02 is a Friday; Berlin is two hours ahead.
test.each([
  ['2026-10-02T19:59Z', false],
  ['2026-10-02T20:00Z', true],
  ['2026-10-03T03:59Z', true],
  ['2026-10-03T04:00Z', false],
  ['2026-10-03T20:30Z', false],
  ['2026-10-02T02:00Z', false],
])('%s', (time, within) => {
  expect(isWithin(nights, Date.parse(time))).toBe(within);
});

test('whole days end at midnight', () => {
  const sundays = { days: [7], from: '00:00', to: '24:00' };
  expect(isWithin(sundays, Date.parse('2026-10-04T23:59Z'))).toBe(true);
  expect(isWithin(sundays, Date.parse('2026-10-05T00:00Z'))).toBe(false);
});

test('hours are hours', () => {
  expect(wrongCalendar({ ...nights, from: '25:00' })).toContain('25:00');
  expect(wrongCalendar({ ...nights, to: '6' })).toContain('no time of day');
  expect(wrongCalendar(nights)).toBeNull();
});
