import { expect, test } from 'vitest';
import { stepped, stepsBetween } from './steps.ts';

test('a sum of decimals is some steps from the decimal', () => {
  expect(stepsBetween(0.3, 0.1 + 0.2)).toBe(1);
  expect(stepsBetween(0.1 + 0.2, 0.3)).toBe(-1);
  expect(stepsBetween(-0.3, -0.1 - 0.2)).toBe(1);
  expect(stepped(0.3, 1)).toBe(0.1 + 0.2);
  expect(stepped(-0.3, 1)).toBe(-0.1 - 0.2);
});

test('steps are the same both ways, also where the low word wraps', () => {
  for (const from of [1, 2 ** 32, 4_294_967_295.5, 123_456.789, -77.25]) {
    for (const steps of [-70_000, -1, 0, 1, 12_345, 2 ** 30]) {
      const to = stepped(from, steps);
      expect(stepsBetween(from, to)).toBe(steps);
    }
  }
});

test('what is far apart, or of another sign, has none', () => {
  for (const [from, to] of [
    [1, 2],
    [0, -0],
    [0, 1e-17],
    [-1e-300, 1e-300],
    [1, Number.NaN],
  ] as const) {
    expect(stepsBetween(from, to)).toBeNaN();
  }
});
