import type { RunState } from '@fettle/shared/api/orders';
import { expect, test } from 'vitest';
import { type Cell, countCells, ringsOf, runPaths, stripsOf, withRuns } from './cells.ts';

const cells: readonly Cell[] = [
  ['d1', 'one', 'done', 0],
  ['d2', 'two', 'running', 1],
  ['d3', 'three', 'queued', 1],
];

test('runs that turned take their place; the rest is what it was', () => {
  const after = withRuns(
    cells,
    new Map<string, RunState>([
      ['d2', 'failed'],
      ['d9', 'done'],
    ]),
  );
  expect(after.map(([, , state]) => state)).toEqual(['done', 'failed', 'queued']);
  expect(withRuns(cells, new Map<string, RunState>([['d1', 'done']]))).toBe(cells);
  expect(countCells(after)).toEqual({ done: 1, failed: 1, queued: 1 });
});

test('rings in their order', () => {
  expect(ringsOf(cells.toReversed()).map(({ ring, cells: some }) => [ring, some.length])).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test('one path a shape, what hurts drawn last', () => {
  const paths = runPaths(['failed', 'done', 'done', 'timeout'], 2);
  expect(paths.map(({ shape }) => shape)).toEqual(['done', 'failed']);
  expect(paths[0]?.d.match(/M/g)).toHaveLength(2);
});

test('a change of one of ten thousand runs draws one strip anew', () => {
  const states = Array.from({ length: 10_000 }, (): RunState => 'queued');
  const before = stripsOf(states, 90);
  const after = stripsOf(states.with(5_000, 'done'), 90);
  const differing = before.filter((strip, index) => strip.states.join() !== after[index]?.states.join());
  expect(before.reduce((sum, { states: some }) => sum + some.length, 0)).toBe(10_000);
  expect(differing).toHaveLength(1);
  expect(differing[0]?.states.length).toBeLessThan(1_000);
});
