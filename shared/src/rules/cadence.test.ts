import { expect, test } from 'vitest';
import { Cadence, gapAfter } from './cadence.ts';

const second = 1_000;
const minute = 60 * second;

function usualAfter(...distances: number[]): number {
  const cadence = new Cadence();
  let time = 1_790_000_000_000;
  cadence.take(time);
  for (const distance of distances) cadence.take((time += distance));
  return cadence.usual;
}

test('a gap is three of what is usual or of the interval, and a minute at least', () => {
  expect(gapAfter(0, second)).toBe(minute);
  expect(gapAfter(10 * second, 10 * second)).toBe(minute);
  expect(gapAfter(0, 5 * minute)).toBe(15 * minute);
  expect(gapAfter(5 * minute, 10 * second)).toBe(15 * minute);
});

test.each([
  ['nothing is usual before there were two of the same', [], 0],
  ['', [5 * minute], 0],
  ['two are', [5 * minute, 5 * minute], 5 * minute],
  ['a silence is not usual', [10, 10, 10_000, 10].map((n) => n * second), 10 * second],
  ['nor right after it', [10, 10, 10_000].map((n) => n * second), 10 * second],
  ['a frame out of turn is not', [300, 300, 4, 296].map((n) => n * second), 296 * second],
  ['a longer interval is after two', [10, 10, 10, 300, 300].map((n) => n * second), 300 * second],
  ['a shorter one too', [300, 300, 300, 10, 10].map((n) => n * second), 10 * second],
])('%s', (_what, distances, usual) => {
  expect(usualAfter(...distances)).toBe(usual);
});
