import { expect, test } from 'vitest';
import { backOff, longBackOff, longWait, usualBackOff } from './backoff.ts';

test('waits up to a bound that doubles until it has its most', () => {
  const bounds = [0, 1, 2, 3, 6, 20, 5_000].map((attempt) => backOff(attempt, 1, usualBackOff));
  expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 15_000, 15_000, 15_000]);
});

test('spreads evenly from nothing on', () => {
  expect(backOff(3, 0, usualBackOff)).toBe(0);
  expect(backOff(3, 0.5, usualBackOff)).toBe(2_000);
});

test('a refusal that lasts is asked about again after 5 to 15 minutes', () => {
  expect(longWait(0)).toBe(longBackOff.first);
  expect(longWait(1)).toBe(longBackOff.most);
});
