import { expect, test } from 'vitest';
import { age, clock, every, long, moment, span } from './time.ts';

const at = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes).getTime();

test('says the day only where it is needed', () => {
  const now = at(19, 14, 38);
  expect(clock(now)).toBe('14:38');
  expect(moment(at(19, 9, 5), now)).toBe('09:05');
  expect(moment(at(18, 23, 59), now)).toBe('yesterday 23:59');
  expect(moment(at(15, 8, 0), now)).toBe('Sun 08:00');
  expect(moment(at(3, 8, 0), now)).toBe('3 Nov 08:00');
  expect(moment(new Date(2024, 1, 29, 8, 0).getTime(), now)).toBe('29 Feb 2024 08:00');
});

test('spans have at most two units', () => {
  expect(span(-5)).toBe('0 s');
  expect(span(17 * 60_000 + 400)).toBe('17 min');
  expect(span(8_040_000)).toBe('2 h 14 min');
  expect(span(7_200_000)).toBe('2 h');
  expect(span(78 * 3_600_000)).toBe('3 d 6 h');
});

test('long spans are round', () => {
  expect(long(14 * 86_400_000)).toBe('14 d');
  expect(long(365 * 86_400_000)).toBe('365 d');
  expect(long(5 * 365 * 86_400_000)).toBe('5 y');
});

test('ages have one unit', () => {
  expect(age(840)).toEqual({ figure: '0.8', unit: 's' });
  expect(age(17 * 60_000)).toEqual({ figure: '17', unit: 'min' });
  expect(age(3 * 86_400_000)).toEqual({ figure: '3', unit: 'd' });
  expect(age(-3)).toEqual({ figure: '0.0', unit: 's' });
});

test('intervals', () => {
  expect(every(10_000)).toBe('every 10 s');
  expect(every(300_000)).toBe('every 5 min');
});
