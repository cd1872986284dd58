/** Frames as bytes, and back: random ones, bit for bit. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingBytes } from '@fettle/collector/store/series-sqlite/journal/bytes';
import { encodeRecord, headsOf, readHead } from '@fettle/collector/store/series-sqlite/journal/frame-record';
import { type Columns, rowsOf, tablesOf } from '@fettle/collector/store/series-sqlite/journal/open-rows';
import { decodeTable, encodeTableRows } from '@fettle/collector/store/series-sqlite/journal/table-rows';

const dictionaries = new Map<number, Columns>([
  [1, { series: Int32Array.of(5, 2, 9), decimals: Uint8Array.of(0, 2, 4) }],
  [300, { series: Int32Array.from({ length: 700 }, (_, i) => 1_000 - i), decimals: new Uint8Array(700).fill(1) }],
  [7, { series: Int32Array.of(2, 4), decimals: Uint8Array.of(3, 0) }],
]);

const value = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000_000 }).map((n) => n / 100),
  fc.double({ noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, 5e-324, 2 ** 53, 2 ** 51, -(2 ** 51), 2 ** 51 + 1, Number.MAX_VALUE, 63, 64, -64, -65),
);
const whole = fc.oneof(fc.integer(), fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 64, -65));
const frame = fc
  .record({
    sequence: fc.integer({ min: 1, max: 30 }),
    time: fc.oneof(fc.integer({ min: 0, max: 50 }), whole),
    shift: whole,
    offset: whole,
    dictionary: fc.constantFrom(1, 300, 7),
    values: fc.array(value, { maxLength: 700 }),
    name: fc.string({ maxLength: 10 }),
    numbers: fc.array(value),
  })
  .map((one) => {
    const { series, decimals } = dictionaries.get(one.dictionary) as Columns;
    const rows = [{ id: one.sequence, start: one.time, name: one.name, values: one.numbers }];
    return { ...one, decimals, series, values: Float64Array.from(one.values.slice(0, series.length)), rows };
  });

test('rows and tables are what was recorded, bit for bit, sorted, each sequence number once', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), (frames) => {
      const out = new GrowingBytes();
      for (const one of frames)
        encodeRecord(out, { ...one, tables: [{ name: one.name, rows: encodeTableRows(one.rows) }] });
      const rows = rowsOf(out.content, dictionaries);
      const kept = frames.filter(({ sequence }, i) => frames.findIndex((other) => other.sequence === sequence) === i);
      const sorted = kept.toSorted((a, b) => a.time - b.time || a.sequence - b.sequence);
      expect(rows.count).toBe(sorted.length);
      for (const key of ['time', 'sequence', 'shift', 'offset'] as const) {
        expect([...rows[`${key}s`]]).toEqual(sorted.map((one) => one[key]));
      }
      expect([...rows.series]).toEqual([...new Set(rows.series)].toSorted((a, b) => a - b));
      const wrong = sorted.flatMap(({ series, values }, row) =>
        [...rows.series].filter((number, column) => {
          const place = series.indexOf(number);
          return !Object.is(rows.columns[column]?.[row], place < 0 ? Number.NaN : (values[place] ?? Number.NaN));
        }),
      );
      expect(wrong).toEqual([]);
      const tables = tablesOf(out.content);
      expect(tables.map(({ name, rows: content }) => decodeTable(name, content))).toEqual(
        frames.map(({ name, rows: listed }) => ({ name, rows: listed })),
      );
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('some series of records are what they are in the whole', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), fc.uniqueArray(fc.nat(12)), (frames, some) => {
      const out = new GrowingBytes();
      for (const one of frames) encodeRecord(out, { ...one, tables: [] });
      const rows = rowsOf(out.content, dictionaries);
      const want = Int32Array.from(some).toSorted();
      const places = [...rows.series.keys()].filter((place) => want.includes(rows.series[place] as number));
      expect(rowsOf(out.content, dictionaries, want)).toEqual({
        ...rows,
        series: Int32Array.from(places, (place) => rows.series[place] as number),
        decimals: Uint8Array.from(places, (place) => rows.decimals[place] as number),
        columns: places.map((place) => rows.columns[place]),
      });
    }),
    { numRuns: 500 },
  );
});

test('a series that a dictionary has twice is the first of its columns with a value', () => {
  const twice = { series: Int32Array.of(3, 3, 1), decimals: Uint8Array.of(0, 1, 0) };
  const out = new GrowingBytes();
  const head = { time: 0, shift: 0, offset: 0, dictionary: 2, decimals: twice.decimals, tables: [] };
  encodeRecord(out, { ...head, sequence: 1, values: Float64Array.of(4, 5.5, 6) });
  encodeRecord(out, { ...head, sequence: 2, values: Float64Array.of(Number.NaN, 5.5) });
  const rows = rowsOf(out.content, new Map([[2, twice]]));
  expect(rows.columns.map((column) => [...column])).toEqual([
    [6, Number.NaN],
    [4, 5.5],
  ]);
});

test('a record of any length is passed over by its head', () => {
  const out = new GrowingBytes();
  const lengths = [0, 100, 127, 128, 16_000, 16_383, 16_384, 40_000, 2_100_000];
  const head = { time: 1, shift: 0, offset: 0, dictionary: 1, decimals: new Uint8Array(), values: new Float64Array() };
  lengths.forEach((length, sequence) => {
    encodeRecord(out, { ...head, sequence, tables: [{ name: 'x', rows: new Uint8Array(length) }] });
  });
  expect(headsOf(out.content).map(({ sequence }) => sequence)).toEqual(lengths.map((_, i) => i));
  expect(tablesOf(out.content).map(({ rows }) => rows.length)).toEqual(lengths);
  expect(readHead(out.content, headsOf(out.content).at(-2)?.next ?? 0).next).toBe(out.length);
});

test('a missing dictionary is said', () => {
  const out = new GrowingBytes();
  const head = { sequence: 1, time: 1, shift: 0, offset: 0, dictionary: 12, tables: [] };
  encodeRecord(out, { ...head, decimals: new Uint8Array(), values: new Float64Array() });
  expect(() => rowsOf(out.content, dictionaries)).toThrow('Dictionary 12');
});
