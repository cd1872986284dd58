import { expect, test } from 'vitest';
import { decodeSequences, encodeSequences, Sequences } from './sequences.ts';

const of = (...numbers: number[]) => {
  const set = new Sequences();
  for (const number of numbers) set.add(number);
  return set;
};

test.each<[string, number[], number[]]>([
  ['nothing', [], []],
  ['one after the other', [1, 2, 3], [1, 3]],
  ['a gap', [1, 2, 5], [1, 2, 5, 5]],
  ['a gap that is filled', [1, 3, 2], [1, 3]],
  ['one before', [5, 4, 1], [1, 1, 4, 5]],
  ['one in the middle of a gap', [1, 9, 5], [1, 1, 5, 5, 9, 9]],
  ['one at the beginning of a gap', [1, 9, 2], [1, 2, 9, 9]],
  ['one at the end of a gap', [1, 9, 8], [1, 1, 8, 9]],
  ['one twice', [4, 4, 1, 1, 2, 2], [1, 2, 4, 4]],
  ['the largest there is', [Number.MAX_SAFE_INTEGER, 1], [1, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
])('%s', (_, numbers, intervals) => {
  const set = of(...numbers);
  expect(set.intervals).toEqual(intervals);
  expect(decodeSequences(encodeSequences(set)).intervals).toEqual(intervals);
  expect(set.highest).toBe(Math.max(0, ...numbers));
});

test('has what was added and nothing else, in any order', () => {
  const numbers = Array.from({ length: 400 }, (_, i) => ((i * 7_919) % 1_009) + 1);
  const set = of(...numbers);
  const expected = new Set(numbers);
  for (let number = 1; number < 1_020; number++) expect(set.has(number)).toBe(expected.has(number));
});

test('beyond 10,000 intervals the lowest gaps count as known', () => {
  const set = new Sequences();
  for (let i = 1; i <= 10_003; i++) set.add(3 * i);
  expect(set.intervals.length).toBe(20_000);
  expect(set.intervals.slice(0, 4)).toEqual([3, 12, 15, 15]);
  expect(set.has(7)).toBe(true);
  expect(set.has(13)).toBe(false);
});

test('intervals are added and taken away', () => {
  const set = of(1, 2, 3, 9, 20);
  set.addAll([4, 6, 12, 12, 18, 30]);
  expect(set.intervals).toEqual([1, 6, 9, 9, 12, 12, 18, 30]);
  expect(set.without([2, 3, 9, 12], [25, 40])).toEqual([1, 1, 4, 6, 18, 24]);
});

test('no content is the empty set', () => expect(decodeSequences(null).intervals).toEqual([]));
