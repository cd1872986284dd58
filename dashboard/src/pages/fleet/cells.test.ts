import { expect, test } from 'vitest';
import { cellAt, pathsOf, placeOf, stepOf, wallPitch } from './cells.ts';

test('thousands of cells are one path a shape, what hurts over what is quiet', () => {
  const shapes = Array.from({ length: 2_000 }, (_, n) => (n === 7 ? 'critical' : n % 500 === 0 ? 'unknown' : 'order'));
  const paths = pathsOf(shapes, 40);
  expect(paths.map(({ shape }) => shape)).toEqual(['order', 'unknown', 'critical']);
  expect(paths.map(({ d }) => d.match(/M/g)?.length)).toEqual([1_995, 4, 1]);
  expect(pathsOf([], 40)).toEqual([]);
});

test('a point finds the cell that is drawn there', () => {
  for (const index of [0, 9, 10, 23]) {
    const [x, y] = placeOf(index, 10);
    expect(cellAt(x + 6, y + 6, 10, 24)).toBe(index);
  }
  expect(cellAt(4 * 15 + 1, 2 * 15 + 1, 10, 24)).toBeUndefined();
  expect(cellAt(10 * 15 + 1, 1, 10, 24)).toBeUndefined();
  expect(cellAt(-1, 1, 10, 24)).toBeUndefined();
});

test('arrows stay inside', () => {
  expect(stepOf('ArrowDown', 3, 10, 24)).toBe(13);
  expect(stepOf('ArrowDown', 15, 10, 24)).toBeUndefined();
  expect(stepOf('ArrowLeft', 0, 10, 24)).toBeUndefined();
  expect(stepOf('End', 0, 10, 24)).toBe(23);
  expect(stepOf('Tab', 0, 10, 24)).toBeUndefined();
});

test('a wall grows with its screen and shrinks with its devices, never below the list’s', () => {
  expect(wallPitch(2_000, 3_840, 2_000)).toBeGreaterThan(1.9 * wallPitch(2_000, 1_920, 1_000));
  expect(wallPitch(20, 1_920, 1_000)).toBe(96);
  expect(wallPitch(100_000, 1_920, 1_000)).toBe(15);
});
