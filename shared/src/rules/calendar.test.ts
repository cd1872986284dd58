import { describe, expect, test } from 'vitest';
import { isWithin, isZone } from './calendar.ts';

const at = (text: string) => Date.parse(text);
const daily = [1, 2, 3, 4, 5, 6, 7];

describe('a calendar', () => {
  const office = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
  test.each([
    ['2026-10-23T06:00Z', true], // Friday 08:00
    ['2026-10-23T05:59Z', false],
    ['2026-10-23T15:59Z', true],
    ['2026-10-23T16:00Z', false],
    ['2026-10-24T10:00Z', false], // Saturday
    ['2026-10-26T07:00Z', true], // Monday 08:00, an hour later by the sun
    ['2026-10-26T06:59Z', false],
  ])('of office hours in Berlin: %s is %s', (time, expected) => {
    expect(isWithin(office, at(time))).toBe(expected);
  });

  test('that goes over midnight belongs to the day on which it begins', () => {
    const friday = { days: [5], from: '22:00', to: '06:00' };
    expect(
      [
        '2026-10-23T21:59Z',
        '2026-10-23T22:00Z',
        '2026-10-24T05:59Z',
        '2026-10-24T06:00Z',
        '2026-10-23T03:00Z',
        '2026-10-24T23:00Z',
      ].map((time) => isWithin(friday, at(time))),
    ).toEqual([false, true, true, false, false, false]);
    const sunday = { days: [7], from: '23:00', to: '01:00' };
    expect(isWithin(sunday, at('2026-10-26T00:30Z')), 'Monday after Sunday').toBe(true);
  });

  test('with equal ends, or until 24:00, lasts a day', () => {
    const all = { days: [6], from: '00:00', to: '24:00' };
    expect(
      ['2026-10-23T23:59Z', '2026-10-24T00:00Z', '2026-10-24T23:59Z', '2026-10-25T00:00Z'].map((time) =>
        isWithin(all, at(time)),
      ),
    ).toEqual([false, true, true, false]);
    const round = { days: [6], from: '12:00', to: '12:00' };
    expect(
      ['2026-10-24T11:59Z', '2026-10-24T12:00Z', '2026-10-25T11:59Z', '2026-10-25T12:00Z'].map((time) =>
        isWithin(round, at(time)),
      ),
    ).toEqual([false, true, true, false]);
  });

  test('counts an hour that comes twice both times, and one that does not come not at all', () => {
    const small = { days: daily, from: '02:00', to: '03:00', zone: 'Europe/Berlin' };
    const minutes = (day: string) => {
      const from = at(`${day}T00:00Z`) - 6 * 3_600_000;
      return Array.from({ length: 24 * 60 }, (_, n) => isWithin(small, from + n * 60_000)).filter(Boolean).length;
    };
    expect([minutes('2026-10-24'), minutes('2026-10-25'), minutes('2026-03-29')]).toEqual([60, 120, 0]);
  });
});

test('a zone is known by its name', () => {
  expect(['Europe/Berlin', 'America/New_York', 'UTC', 'Berlin', ''].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
