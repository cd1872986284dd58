import { describe, expect, test } from 'vitest';
import { both, type Interval, inwards, minus, stretches } from './intervals.ts';

/** Whole numbers that lie in some intervals. */
const members = (all: readonly Interval[]) =>
  all.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));

/** Every list of intervals within 0 to 8 that is given by which of its numbers are in it. */
const lists = Array.from({ length: 256 }, (_, bits) =>
  stretches(
    [...Array(8).keys()].filter((n) => (bits >> n) & 1),
    1,
  ),
);

describe('of every two lists', () => {
  test('what is left, and what is in both', () => {
    for (const [i, a] of lists.entries()) {
      for (const [j, b] of lists.entries()) {
        if ((i * 31 + j) % 7 !== 0) continue;
        const inB = new Set(members(b));
        expect(members(minus(a, b))).toEqual(members(a).filter((n) => !inB.has(n)));
        expect(members(both(a, b))).toEqual(members(a).filter((n) => inB.has(n)));
      }
    }
  });
});

test('whole buckets inwards', () => {
  const cut: Interval[] = [
    [1, 9],
    [11, 21],
    [25, 40],
  ];
  expect(inwards(cut, 5)).toEqual([
    [15, 20],
    [25, 40],
  ]);
});

test('stretches join where they meet', () => {
  expect(stretches([0, 2, 4, 10], 2)).toEqual([
    [0, 6],
    [10, 12],
  ]);
});
