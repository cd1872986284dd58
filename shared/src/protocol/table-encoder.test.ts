import { expect, test } from 'vitest';
import type { TableRow } from './frame.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { createFrameEncoder } from './frame-encoder.ts';

const none = new Uint8Array();
const row = (id: number, ...values: number[]): TableRow => ({ id, start: 1_800_000_000_000, name: `p${id}`, values });

function both() {
  const encoder = createFrameEncoder();
  const decoder = createFrameDecoder();
  decoder.dictionary({ type: 'dictionary', id: 1, series: [], omitted: 0 });
  let sequence = 0;
  const encode = (rows: readonly TableRow[]) =>
    encoder.encode(
      { sequence: ++sequence, time: sequence, offset: 0, values: new Float64Array(), tables: [{ name: 't', rows }] },
      1,
      none,
    );
  return { encode, there: (rows: readonly TableRow[]) => decoder.decode(encode(rows)).tables[0]?.rows };
}

test('rows that are the same objects, moved, changed, twice or gone arrive as they are', () => {
  const { there } = both();
  const [a, b, c] = [row(1, 0.5, 7), row(2, 0.25, 9), row(3, Number.NaN, 2 ** 40)];
  for (const rows of [
    [a, b, c],
    [a, b, c],
    [c, a],
    [c, a, b],
    [b, b],
    [a, row(2, 0.75, 9)],
    [row(2, 0.75, 10), a],
    [],
  ]) {
    expect(there(rows)).toEqual(rows);
  }
});

test('a row with other values is told also where its place had a like one that was not changed', () => {
  const { there } = both();
  const first = row(1, 1);
  there([first]);
  there([first]);
  expect(there([row(1, 2)])).toEqual([row(1, 2)]);
  expect(there([first])).toEqual([row(1, 1)]);
});

test('a table that cannot be written leaves the encoder as it was', () => {
  const { encode, there } = both();
  const [a, b] = [row(1, 1), row(2, 2)];
  there([a, b]);
  expect(() => encode([a, { ...b, name: 'x'.repeat(65) }])).toThrow('longer');
  expect(() => encode([a, { ...b, id: -1 }])).toThrow('id');
  expect(() => encode([a, { ...b, values: [] }])).toThrow('differ in length');
  expect(there([b, a])).toEqual([b, a]);
});
