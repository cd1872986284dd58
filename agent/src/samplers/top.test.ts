import { expect, test } from 'vitest';
import { addTop } from './top.ts';

const top = (values: readonly number[], most: number) => {
  const into = new Set<number>();
  addTop(into, values, most, (value) => value);
  return [...into];
};

test('the largest come first, not more than asked for', () => {
  expect(top([3, 9, 1, 7, 5], 3)).toEqual([9, 7, 5]);
  expect(top([1, 2], 3)).toEqual([2, 1]);
});

test('what is zero, negative or unknown never counts', () => {
  expect(top([0, -1, Number.NaN, 4], 3)).toEqual([4]);
  expect(top([], 3)).toEqual([]);
});

test('agrees with sorting, whatever the order', () => {
  const values = Array.from({ length: 500 }, (_, i) => ((i * 7_919) % 1_009) + 1);
  expect(top(values, 10)).toEqual(values.toSorted((a, b) => b - a).slice(0, 10));
});

test('adds to what is there', () => {
  const into = new Set([100]);
  addTop(into, [1, 2], 1, (value) => value);
  expect([...into]).toEqual([100, 2]);
});
