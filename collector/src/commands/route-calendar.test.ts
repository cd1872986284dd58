import { expect, test } from 'vitest';
import { calendarText } from '@fettle/shared/rules/write';
import { calendarOf } from './route-calendar.ts';

test.each([
  [
    'mon-fri 08:00 to 18:00 Europe/Berlin',
    { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
  ],
  ['sat, Sun 22:00-06:00', { days: [6, 7], from: '22:00', to: '06:00' }],
  ['fri-mon 00:00-24:00 UTC', { days: [1, 5, 6, 7], from: '00:00', to: '24:00', zone: 'UTC' }],
  ['daily 08:00-18:00', { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }],
  ['always', null],
])('%s', (text, expected) => {
  const found = calendarOf(text);
  expect(found).toEqual(expected);
  if (found) expect(calendarOf(calendarText(found))).toEqual(found);
});

test.each(['', 'mon', 'mon-fri 8-18', 'xyz 08:00-18:00', 'mon-tue-wed 08:00-18:00', 'mon 08:00-18:00 UTC more'])(
  '“%s” is refused with what to write',
  (text) => {
    expect(() => calendarOf(text)).toThrow('such as "mon-fri 08:00 to 18:00 Europe/Berlin", or always');
  },
);
