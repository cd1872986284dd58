import { expect, test } from 'vitest';
import { growth, rate, secondsBetween } from './rate.ts';

test('a counter that grew', () => {
  expect(rate(100, 350, 10)).toBe(25);
  expect(rate(100, 100, 10)).toBe(0);
});

test.each([
  ['the first reading', Number.NaN, 5, 10],
  ['a counter that vanished', 5, Number.NaN, 10],
  ['no time between', 5, 6, 0],
  ['time that went back', 5, 6, -1],
  ['unknown time', 5, 6, Number.NaN],
  ['a reset', 1_000, 3, 10],
  ['a fall of a 64-bit counter from near 2^32', 2 ** 32 - 10, 10, 10],
])('%s is absent', (_what, before, after, seconds) => {
  expect(rate(before, after, seconds)).toBeNaN();
});

test('a 32-bit counter wraps from near the top to near zero, and is reset from elsewhere', () => {
  expect(rate(2 ** 32 - 10, 10, 2, 32)).toBe(10);
  expect(growth(2 ** 32 - 1, 0, 32)).toBe(1);
  expect(rate(2 ** 31, 10, 2, 32)).toBeNaN();
  expect(rate(2 ** 32 - 10, 2 ** 31, 2, 32)).toBeNaN();
  expect(rate(2 ** 32 + 10, 10, 2, 32)).toBeNaN();
});

test('seconds between', () => {
  expect(secondsBetween(1_000, 3_500)).toBe(2.5);
  for (const [before, after] of [
    [Number.NaN, 1],
    [5, 5],
    [6, 5],
  ] as const) {
    expect(secondsBetween(before, after)).toBeNaN();
  }
});
