import { expect, test } from 'vitest';
import { coming, toCome } from './coming.ts';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();

test('today and tomorrow have words', () => {
  expect(coming(at(29, 22), at(29, 20))).toBe('today 22:00');
  expect(coming(at(30, 2), at(29, 20))).toBe('tomorrow 02:00');
  expect(coming(new Date(2026, 11, 3, 22).getTime(), at(29, 20))).toBe('3 Dec 22:00');
});

test('an opening that has begun does not come any more, nor does one that is switched off', () => {
  const next = { from: at(29, 19), to: at(29, 22) };
  expect(toCome({ next, enabled: true }, at(29, 20))).toBeNull();
  expect(toCome({ next, enabled: true }, at(29, 18))).toEqual(next);
  expect(toCome({ next, enabled: false }, at(29, 18))).toBeNull();
});
