import { expect, test } from 'vitest';
import { Ranking } from './ranking.ts';

function ranked(sizes: readonly number[], most: number): number[] {
  const ranking = new Ranking<number>(most);
  // Whatever was ranked before is forgotten.
  for (let size = 1; size <= most; size++) ranking.offer(1_000 + size, 1_000 + size);
  ranking.clear();
  for (const size of sizes) ranking.offer(size, size);
  return ranking.items.slice(0, ranking.count);
}

test('the largest come first, not more than asked for', () => {
  expect(ranked([3, 9, 1, 7, 5], 3)).toEqual([9, 7, 5]);
  expect(ranked([1, 2], 3)).toEqual([2, 1]);
});

test('what is zero or negative never counts', () => {
  expect(ranked([0, -1, 4], 3)).toEqual([4]);
  expect(ranked([], 3)).toEqual([]);
});

test('sizes beyond 2^31 stand first', () => {
  expect(ranked([5, 2 ** 40, 7], 2)).toEqual([2 ** 40, 7]);
});

test('agrees with sorting, whatever the order', () => {
  const values = Array.from({ length: 500 }, (_, i) => ((i * 7_919) % 1_009) + 1);
  expect(ranked(values, 10)).toEqual(values.toSorted((a, b) => b - a).slice(0, 10));
});
