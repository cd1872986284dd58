import { expect, test } from 'vitest';
import { mergeRows, sliceRows } from './merge.ts';
import type { Rows } from './rows.ts';

/** Rows of [time, sequence] whose every column holds the sequence number and the column's, as 12.3. */
function rowsAt(keys: readonly [time: number, sequence: number][], series: readonly number[], mark = 0): Rows {
  return {
    count: keys.length,
    times: Float64Array.from(keys, ([time]) => time),
    sequences: Float64Array.from(keys, ([, sequence]) => sequence),
    shifts: new Float64Array(keys.length).fill(mark),
    offsets: new Float64Array(keys.length),
    series: Int32Array.from(series),
    decimals: new Uint8Array(series.length).fill(1),
    columns: series.map((number) => Float64Array.from(keys, ([, sequence]) => sequence + number / 10)),
  };
}

test('parts that follow each other are set behind each other, whatever their order', () => {
  const merged = mergeRows([
    rowsAt([[30, 3]], [1, 2]),
    rowsAt(
      [
        [10, 1],
        [20, 2],
      ],
      [2, 5],
    ),
  ]);
  expect(merged.sequences).toEqual(Float64Array.of(1, 2, 3));
  expect(merged.series).toEqual(Int32Array.of(1, 2, 5));
  expect(merged.columns).toEqual([
    Float64Array.of(Number.NaN, Number.NaN, 3.1),
    Float64Array.of(1.2, 2.2, 3.2),
    Float64Array.of(1.5, 2.5, Number.NaN),
  ]);
});

test('parts that overlap are ordered by time and then by sequence', () => {
  const a = rowsAt(
    [
      [10, 1],
      [20, 9],
      [40, 4],
    ],
    [1],
  );
  const b = rowsAt(
    [
      [20, 2],
      [30, 3],
      [40, 5],
    ],
    [1],
  );
  expect(mergeRows([a, b]).sequences).toEqual(Float64Array.of(1, 2, 9, 3, 4, 5));
});

test('of a sequence number that comes twice the earlier part counts', () => {
  const a = rowsAt(
    [
      [30, 3],
      [40, 4],
    ],
    [1],
    1,
  );
  const b = rowsAt(
    [
      [20, 2],
      [30, 3],
    ],
    [1, 2],
    2,
  );
  const merged = mergeRows([a, b]);
  expect(merged.sequences).toEqual(Float64Array.of(2, 3, 4));
  expect(merged.shifts).toEqual(Float64Array.of(2, 1, 1));
  expect(merged.columns[1]).toEqual(Float64Array.of(2.2, Number.NaN, Number.NaN));
});

test('so it does where the two have different times', () => {
  const merged = mergeRows([
    rowsAt([[30, 3]], [1]),
    rowsAt(
      [
        [10, 3],
        [20, 2],
      ],
      [1],
    ),
  ]);
  expect([...merged.times]).toEqual([20, 30]);
});

test('nothing merges to nothing', () => {
  expect(mergeRows([])).toMatchObject({ count: 0, series: new Int32Array() });
});

test('a slice has its beginning and not its end', () => {
  const rows = rowsAt(
    [
      [10, 1],
      [20, 2],
      [20, 3],
      [30, 4],
    ],
    [7],
  );
  expect(sliceRows(rows, 20, 30)).toMatchObject({ count: 2, sequences: Float64Array.of(2, 3) });
  expect(sliceRows(rows, 20, 30).columns).toEqual([Float64Array.of(2.7, 3.7)]);
  expect(sliceRows(rows, 0, 31)).toBe(rows);
  expect(sliceRows(rows, 40, 50).count).toBe(0);
});
