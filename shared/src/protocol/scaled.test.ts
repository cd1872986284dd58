import { expect, test } from 'vitest';
import { scaledInteger, scaledLimit } from './scaled.ts';

test.each([
  [0.0312, 4, 312],
  [0, 4, 0],
  [-12.5, 1, -125],
  [48.5, 1, 485],
  [8_589_934_592, 0, 8_589_934_592],
  [scaledLimit, 0, scaledLimit],
])('%d with %i decimals is %i', (value, decimals, scaled) => expect(scaledInteger(value, decimals)).toBe(scaled));

test.each([
  [1 / 3, 4],
  [0.1 + 0.2, 1],
  [-0, 0],
  [5e-324, 4],
  [scaledLimit + 1, 0],
  [2 ** 53, 0],
  [0.00001, 4],
])('%d does not scale with %i decimals', (value, decimals) => expect(scaledInteger(value, decimals)).toBeNaN());
