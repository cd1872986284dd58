import { expect, test } from 'vitest';
import { rank } from './rank.ts';

const level = (values: Record<string, number>) => (key: string) => [[0, values[key] ?? null] as const];

test('up to five lines all are named, in their own order', () => {
  expect(rank(['b', 'a'], level({ a: 9, b: 1 }))).toEqual({ named: ['b', 'a'], rest: [] });
});

test('of more the five largest, by size below zero too', () => {
  const values = { a: 1, b: 2, c: -9, d: 4, e: 5, f: 6 };
  expect(rank(Object.keys(values), level(values))).toEqual({ named: ['c', 'f', 'e', 'd', 'b'], rest: ['a'] });
});

test('a line keeps its colour while it is among the largest', () => {
  const values = { a: 9, b: 8, c: 7, d: 6, e: 5, f: 4 };
  const before = ['e', 'd', 'c', 'f', 'a'];
  expect(rank(Object.keys(values), level(values), { before }).named).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('parts of a whole are ordered by size', () => {
  expect(rank(['a', 'b', 'c'], level({ a: 1, b: 3, c: 2 }), { bySize: true }).named).toEqual(['b', 'c', 'a']);
});

test('a line without data is the smallest', () => {
  const values = { a: 0, b: 0, c: 0, d: 0, e: 0 };
  expect(rank(['none', ...Object.keys(values)], level(values)).rest).toEqual(['none']);
});
