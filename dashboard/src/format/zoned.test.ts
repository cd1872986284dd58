import { expect, test } from 'vitest';
import { addDays, localOf, utcOf, weekdayOf } from './zoned.ts';

/** What Node has and a browser may lack: as much of it as is asked here. */
interface Local {
  readonly year: number;
  toString(): string;
  add(some: { hours: number; minutes: number }): Local;
  toZonedDateTime(zone: string): { readonly epochMilliseconds: number };
}
declare const Temporal: { readonly PlainDateTime: { from(text: string): Local } };

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];

test('local times are those of Temporal, in gaps and when they come twice too', () => {
  for (const zone of zones) {
    let local = Temporal.PlainDateTime.from('2026-03-01T00:30');
    for (; local.year === 2026; local = local.add({ hours: 9, minutes: 15 })) {
      const text = local.toString().slice(0, 16);
      expect([zone, text, utcOf(text, zone)]).toEqual([zone, text, local.toZonedDateTime(zone).epochMilliseconds]);
    }
  }
});

test('there and back', () => {
  expect(localOf(Date.UTC(2026, 10, 29, 21, 0), 'Europe/Berlin')).toBe('2026-11-29T22:00');
  expect(utcOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
  expect(utcOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(utcOf('tomorrow', 'UTC')).toBeNaN();
  expect(() => utcOf('2026-03-29T02:30', 'Europe/Atlantis')).toThrow(RangeError);
});

test('days of the calendar', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(weekdayOf('2026-11-29')).toBe(7);
  expect(weekdayOf('2026-11-30')).toBe(1);
});
