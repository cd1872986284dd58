import { expect, test } from 'vitest';
import { common, type Point, withGaps } from './gaps.ts';

const every = (step: number, n: number, from = 0): Point[] => Array.from({ length: n }, (_, i) => [from + i * step, i]);

test('a line of steady samples has no gap', () => {
  const { line, gaps } = withGaps(every(10, 20), { from: 0, to: 200 }, 10);
  expect(gaps).toEqual([]);
  expect(line).toHaveLength(20);
});

test('breaks where more than 3 intervals are missing, not before', () => {
  const two = [...every(10, 10), ...every(10, 10, 120)]; // 90 → 120: exactly 3 intervals
  expect(withGaps(two, { from: 0, to: 210 }, 10).gaps).toEqual([]);
  const four = [...every(10, 10), ...every(10, 10, 130)];
  const { line, gaps } = withGaps(four, { from: 0, to: 220 }, 10);
  expect(gaps).toEqual([{ from: 90, to: 130 }]);
  expect(line.findIndex(({ y }) => Number.isNaN(y))).toBe(10);
});

test('null steps are missing data', () => {
  const points: Point[] = every(60, 20).map(([t, v], i) => [t, i > 8 && i < 14 ? null : v]);
  expect(withGaps(points, { from: 0, to: 1_200 }, 60).gaps).toEqual([{ from: 480, to: 840 }]);
});

test('the ends of the range count', () => {
  expect(withGaps(every(10, 10, 500), { from: 0, to: 1_000 }, 10).gaps).toEqual([
    { from: 0, to: 500 },
    { from: 590, to: 1_000 },
  ]);
  expect(withGaps([], { from: 0, to: 1_000 }, 10)).toEqual({ line: [], gaps: [{ from: 0, to: 1_000 }] });
});

test('a device measured faster for a while has no false gaps', () => {
  const points = [...every(10_000, 30), ...every(1_000, 60, 300_000), ...every(10_000, 30, 370_000)];
  expect(withGaps(points, { from: 0, to: 670_000 }, 1_000).gaps).toEqual([]);
});

test('a slow metric among fast steps has no false gaps', () => {
  const points: Point[] = every(60_000, 60).map(([t, v], i) => [t, i % 5 === 0 ? v : null]);
  expect(withGaps(points, { from: 0, to: 3_600_000 }, 60_000).gaps).toEqual([]);
});

test('what all lines lack', () => {
  expect(common([[{ from: 0, to: 50 }], [{ from: 20, to: 80 }]])).toEqual([{ from: 20, to: 50 }]);
  expect(common([[{ from: 0, to: 50 }], []])).toEqual([]);
  expect(common([])).toEqual([]);
});
