import { expect, test } from 'vitest';
import type { Rows } from '../block/rows.ts';
import { addBuckets, foldHours, joinBuckets } from './combine.ts';
import { foldRows } from './fold.ts';

const five = 300_000;
const none = Number.NaN;

/** A row at each time; columns by series number. */
function rowsAt(times: readonly number[], columns: Readonly<Record<number, readonly number[]>>): Rows {
  const numbers = Object.keys(columns).map(Number);
  return {
    count: times.length,
    times: Float64Array.from(times),
    sequences: Float64Array.from(times.keys()),
    shifts: new Float64Array(times.length),
    offsets: new Float64Array(times.length),
    series: Int32Array.from(numbers),
    decimals: new Uint8Array(numbers.length),
    columns: numbers.map((number) => Float64Array.from(columns[number] ?? [])),
  };
}

const noStates = () => false;
const states = () => true;

test('samples fold into the five minutes in which they lie', () => {
  const rows = rowsAt([0, 10_000, five - 1, five, 2 * five + 1], {
    4: [1, 0.1, 0.2, 7, none],
    9: [none, none, none, none, none],
  });
  expect(foldRows(rows, noStates)).toEqual({
    length: five,
    starts: Float64Array.of(0, five),
    series: Int32Array.of(4),
    decimals: Uint8Array.of(0),
    folds: [
      {
        min: Float64Array.of(0.1, 7),
        max: Float64Array.of(1, 7),
        sum: Float64Array.of(1 + 0.1 + 0.2, 7),
        count: Float64Array.of(3, 1),
        last: Float64Array.of(0.2, 7),
      },
    ],
  });
});

test('a series that is absent in a bucket of others has no count there', () => {
  const { folds } = foldRows(rowsAt([0, five], { 1: [3, none], 2: [none, -0] }), noStates);
  expect(folds[0]).toMatchObject({ count: Float64Array.of(1, 0), min: Float64Array.of(3, none) });
  expect(folds[1]).toMatchObject({ sum: Float64Array.of(none, -0), last: Float64Array.of(none, -0) });
});

test('a state stands to the middle between samples, and at the ends as far as inwards', () => {
  const { folds } = foldRows(rowsAt([100_000, 110_000, 150_000], { 1: [2, 0, 2] }), states);
  // 2: 95 to 105 s and 130 to 170 s; 0: 105 to 130 s.
  expect(folds[0]?.states).toEqual(
    new Map([
      [0, Float64Array.of(25_000)],
      [2, Float64Array.of(50_000)],
    ]),
  );
});

test('a state reaches at most to the ends of its five minutes', () => {
  const { folds } = foldRows(rowsAt([1_000, 101_000, 280_000], { 1: [1, 2, 3] }), states);
  expect(folds[0]?.states).toEqual(
    new Map([
      [1, Float64Array.of(51_000)],
      [2, Float64Array.of(139_500)],
      [3, Float64Array.of(109_500)],
    ]),
  );
});

test('a single sample stands for all five minutes, and each bucket is by itself', () => {
  const { folds } = foldRows(rowsAt([five - 1, five], { 1: [1, 2] }), states);
  expect(folds[0]?.states).toEqual(
    new Map([
      [1, Float64Array.of(five, 0)],
      [2, Float64Array.of(0, five)],
    ]),
  );
});

test('an hour adds its parts in their order', () => {
  const times = [0, 60_000, 3_300_000, 3_600_000];
  const hours = foldHours(foldRows(rowsAt(times, { 1: [0.1, 0.2, 0.3, 5] }), states));
  expect(hours).toMatchObject({ length: 3_600_000, starts: Float64Array.of(0, 3_600_000) });
  expect(hours.folds[0]).toMatchObject({
    sum: Float64Array.of(0.1 + 0.2 + 0.3, 5),
    count: Float64Array.of(3, 1),
    last: Float64Array.of(0.3, 5),
  });
  expect(hours.folds[0]?.states?.get(0.3)).toEqual(Float64Array.of(five, 0));
});

test('parts of different series join, and the same bucket twice is refused', () => {
  const a = foldRows(rowsAt([0], { 1: [1] }), noStates);
  const b = foldRows(rowsAt([five], { 1: [2], 2: [3] }), noStates);
  const joined = joinBuckets([b, a]);
  expect(joined.starts).toEqual(Float64Array.of(0, five));
  expect(joined.series).toEqual(Int32Array.of(1, 2));
  expect(joined.folds.map(({ count }) => count)).toEqual([Float64Array.of(1, 1), Float64Array.of(0, 1)]);
  expect(() => joinBuckets([a, a])).toThrow(RangeError);
});

test('late samples add to what is there', () => {
  const before = foldRows(rowsAt([0, five], { 1: [4, 5] }), noStates);
  const late = foldRows(rowsAt([20_000], { 1: [1], 2: [2] }), states);
  const both = addBuckets(before, late);
  expect(both.folds[0]).toMatchObject({
    min: Float64Array.of(1, 5),
    max: Float64Array.of(4, 5),
    sum: Float64Array.of(5, 5),
    count: Float64Array.of(2, 1),
    last: Float64Array.of(1, 5),
  });
  expect(both.folds[1]?.states?.get(2)).toEqual(Float64Array.of(five, 0));
  expect(before.folds[0]?.count).toEqual(Float64Array.of(1, 1));
});

test('a sample a bucket folds as several do, and pieces of such are joined', () => {
  const sparse = foldRows(rowsAt([7, five + 9, 3 * five], { 4: [1.5, none, -2], 5: [none, 3, none] }), noStates);
  const expected = (...values: readonly number[]) => {
    const one = () => Float64Array.from(values);
    const count = one().map((value) => (Number.isNaN(value) ? 0 : 1));
    return { min: one(), max: one(), sum: one(), count, last: one() };
  };
  expect(sparse.starts).toEqual(Float64Array.of(0, five, 3 * five));
  expect(sparse.folds).toEqual([expected(1.5, none, -2), expected(none, 3, none)]);
  const dense = foldRows(rowsAt([5 * five, 5 * five + 1], { 4: [1, 2], 5: [3, 4] }), noStates);
  const joined = joinBuckets([sparse, dense]);
  expect(joined.folds[0]).toEqual({
    min: Float64Array.of(1.5, none, -2, 1),
    max: Float64Array.of(1.5, none, -2, 2),
    sum: Float64Array.of(1.5, none, -2, 3),
    count: Float64Array.of(1, 0, 1, 2),
    last: Float64Array.of(1.5, none, -2, 2),
  });
  const next = foldRows(rowsAt([5 * five], { 4: [6], 5: [none] }), noStates);
  expect(addBuckets(joinBuckets([sparse, next]), dense).folds[0]?.sum).toEqual(Float64Array.of(1.5, none, -2, 9));
});
