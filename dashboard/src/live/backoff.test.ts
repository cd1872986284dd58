import { expect, test } from 'vitest';
import { backOff } from './backoff.ts';

test('waits longer each time, never above 30 s, never below 500 ms', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 60].map((attempt) => backOff(attempt, () => 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(backOff(9, () => 0)).toBe(500);
  expect(backOff(3, () => 0.5)).toBe(2_250);
});
