import { expect, test } from 'vitest';
import { decodeRows, encodeRows, rowsHead } from './codec.ts';
import type { Rows } from './rows.ts';

/** Every ten seconds; one column each, by series number. */
function rowsWith(count: number, columns: Readonly<Record<number, (row: number) => number>>): Rows {
  const numbers = Object.keys(columns).map(Number);
  const each = (value: (row: number) => number) => Float64Array.from({ length: count }, (_, row) => value(row));
  return {
    count,
    times: each((row) => 1_790_000_000_000 + 10_000 * row),
    sequences: each((row) => row + 1),
    shifts: each(() => 0),
    offsets: each(() => 0),
    series: Int32Array.from(numbers),
    decimals: new Uint8Array(numbers.length).fill(2),
    columns: numbers.map((number) => each(columns[number] as (row: number) => number)),
  };
}

test('what does not change, or changes evenly, costs next to nothing', () => {
  const even = rowsWith(720, { 1: () => 12.5, 2: (row) => 7 + 3 * row, 3: () => 1 / 3, 4: () => Number.NaN });
  const data = encodeRows(even);
  expect(decodeRows(data)).toEqual(even);
  expect(data.length).toBeLessThan(150);
});

test('a value that keeps no promise costs itself, not its column', () => {
  const odd = rowsWith(720, { 1: (row) => (row === 300 ? Math.PI : row === 301 ? -0 : row % 5) });
  const plain = rowsWith(720, { 1: (row) => row % 5 });
  expect(decodeRows(encodeRows(odd))).toEqual(odd);
  expect(encodeRows(odd).length - encodeRows(plain).length).toBeLessThan(60);
});

test('what is the same but for a value that cannot be scaled comes back', () => {
  const odd = rowsWith(72, { 1: (row) => (row === 30 ? Math.PI : 12.5), 2: (row) => (row === 0 ? 1e-300 : 3) });
  expect(decodeRows(encodeRows(odd))).toEqual(odd);
});

test('more decimals than promised, or a common divisor, are found', () => {
  const pages = rowsWith(72, { 1: (row) => 4_096 * ((row * 7_919) % 97) });
  const small = rowsWith(72, { 1: (row) => (row * 7_919) % 97 });
  expect(encodeRows(pages).length - encodeRows(small).length).toBeLessThan(6);
  const finer = rowsWith(72, { 1: (row) => ((row * 7_919) % 97) / 10_000 });
  expect(decodeRows(encodeRows(finer))).toEqual(finer);
  expect(encodeRows(finer).length - encodeRows(small).length).toBeLessThan(6);
});

test('the head tells of rows without their columns', () => {
  const rows = rowsWith(3, { 5: (row) => row, 6: (row) => row, 90: (row) => row });
  const head = { count: 3, first: 1_790_000_000_000, last: 1_790_000_020_000, series: Int32Array.of(5, 6, 90) };
  expect(rowsHead(encodeRows(rows))).toEqual(head);
  expect(rowsHead(encodeRows(rowsWith(0, {})))).toMatchObject({ count: 0, first: 0, last: 0 });
});

test('another format is named', () => {
  const data = encodeRows(rowsWith(3, { 1: (row) => row }));
  data[0] = 9;
  expect(() => decodeRows(data)).toThrow(
    'A block is stored in format 9, which this version cannot read: it reads 1 and 2.',
  );
});

test('damage that asks for all memory, or reaches behind the end, is refused', () => {
  const data = encodeRows(rowsWith(3, { 1: (row) => row, 2: () => 5 }));
  expect(() => decodeRows(data.subarray(0, data.length - 1))).toThrow('Stored data ends too early: it is damaged.');
  const rows = Buffer.concat([data.subarray(0, 1), Buffer.of(0x80, 0x80, 0x80, 0x80, 0x10), data.subarray(2)]);
  expect(() => decodeRows(rows)).toThrow('Stored data tells of 4294967296 things');
});
