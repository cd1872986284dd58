import { describe, expect, test } from 'vitest';
import { columnsIn, encodeValues, readColumns } from './blob.ts';

const none = Number.NaN;

function roundTrip(values: readonly number[], decimals: readonly number[], columns = [...values.keys()]): number[] {
  const into = new Float64Array(columns.length).fill(7);
  readColumns(
    encodeValues(Float64Array.from(values), Uint8Array.from(decimals)),
    columns,
    Uint8Array.from(decimals),
    into,
  );
  return [...into];
}

describe('what is read equals what was written, bit for bit', () => {
  const odd = [0, -0, 1, -1, 0.1, 0.3, 12.34, -12.34, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, none];
  const edges = [2 ** 31, 2 ** 51, 2 ** 52, 2 ** 53].flatMap((n) => [n - 1, n, n + 1, 1 - n, -n, -n - 1]);
  const infinite = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  test.each([0, 1, 2, 3, 4])('at %i decimals', (decimals) => {
    const values = [...odd, ...edges, ...edges.map((n) => n / 10 ** decimals), ...infinite, 1 / 3];
    const all = values.map(() => decimals);
    roundTrip(values, all).forEach((value, i) => expect(value).toBe(values[i]));
  });

  test('random bits', () => {
    let state = 1n;
    const view = new DataView(new ArrayBuffer(8));
    const values = Array.from({ length: 2_000 }, () => {
      state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffffffffffffffffn;
      view.setBigUint64(0, state);
      return view.getFloat64(0);
    });
    const decimals = values.map((_, i) => i % 5);
    roundTrip(values, decimals).forEach((value, i) => expect(value).toBe(values[i]));
  });
});

describe('some columns', () => {
  const values = Array.from({ length: 200 }, (_, i) => (i % 7 === 0 ? none : i % 5 === 0 ? i / 3 : i * 1_000));
  const decimals = values.map(() => 0);

  test.each([[[0]], [[199]], [[63, 64, 65]], [[1, 127, 128, 191, 192]], [[]], [[130]]])('%j', (columns) => {
    expect(roundTrip(values, decimals, columns)).toEqual(columns.map((column) => values[column]));
  });

  test('columns beyond the blob are absent', () => {
    expect(roundTrip([1, 2], [0, 0], [1, 2, 64, 500])).toEqual([2, none, none, none]);
    expect(roundTrip([], [], [0])).toEqual([none]);
  });

  test('a blob knows how many it has', () => {
    expect(columnsIn(encodeValues(Float64Array.from(values), Uint8Array.from(decimals)))).toBe(200);
    expect(columnsIn(encodeValues(new Float64Array(), new Uint8Array()))).toBe(0);
  });
});

test('values that scale take few bytes', () => {
  const size = (values: number[], decimals: number) =>
    encodeValues(Float64Array.from(values), new Uint8Array(values.length).fill(decimals)).length;
  const around = 1 + 1 + 2;
  expect(size([0, 1, -1, 62], 0)).toBe(around + 4);
  expect(size([0.1234, -0.5], 4)).toBe(around + 2 + 2);
  expect(size([none, none, none], 0)).toBe(around + 3);
  expect(size([1 / 3], 4)).toBe(around + 9);
});

test('a blob keeps its bytes when another is made', () => {
  const decimals = Uint8Array.of(0);
  const first = encodeValues(Float64Array.of(5), decimals);
  encodeValues(Float64Array.of(6), decimals);
  const into = new Float64Array(1);
  readColumns(first, [0], decimals, into);
  expect(into[0]).toBe(5);
});

test('a format of another version is not read', () => {
  const blob = encodeValues(Float64Array.of(5), Uint8Array.of(0));
  blob[0] = 2;
  expect(() => columnsIn(blob)).toThrow('format 2');
});
