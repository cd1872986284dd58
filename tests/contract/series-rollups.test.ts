import { mergeRows, sliceRows } from '@fettle/collector/store/series-sqlite/block/merge';
import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';
import { bucketMs, type Buckets } from '@fettle/collector/store/series-sqlite/rollup/buckets';
import {
  decodeBuckets,
  encodeBuckets,
  openBuckets,
  type OpenBuckets,
} from '@fettle/collector/store/series-sqlite/rollup/codec';
import { foldHours, joinBuckets } from '@fettle/collector/store/series-sqlite/rollup/combine';
import { decodeFleet, encodeFleet, encodeFleetOf } from '@fettle/collector/store/series-sqlite/rollup/fleet-codec';
import { foldRows } from '@fettle/collector/store/series-sqlite/rollup/fold';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from './series/rows.ts';

const isState = (series: number) => series % 3 === 0;

test('roll-ups are given back bit for bit', () => {
  fc.assert(
    fc.property(rowsOf(120), (rows) => {
      const five = foldRows(rows, isState);
      expect(decodeBuckets(encodeBuckets(five))).toEqual(five);
      const hours = foldHours(five);
      expect(decodeBuckets(encodeBuckets(hours))).toEqual(hours);
    }),
    { numRuns: 500 },
  );
});

test('some series of roll-ups are what they are in the whole', () => {
  fc.assert(
    fc.property(rowsOf(80), fc.uniqueArray(fc.nat(60)), (rows, some) => {
      const all = foldRows(rows, isState);
      const want = Int32Array.from(some).toSorted();
      const places = [...all.series.keys()].filter((place) => want.includes(all.series[place] as number));
      const part = decodeBuckets(encodeBuckets(all), want);
      expect([...part.series]).toEqual(places.map((place) => all.series[place]));
      expect([...part.decimals]).toEqual(places.map((place) => all.decimals[place]));
      expect(part.folds).toEqual(places.map((place) => all.folds[place]));
    }),
    { numRuns: 300 },
  );
});

test('a series of the fleet is given back, whole and for some devices', () => {
  fc.assert(
    fc.property(fc.array(rowsOf(40), { maxLength: 5 }), fc.uniqueArray(fc.nat(60)), (machines, some) => {
      const found = machines
        .map((rows) => onlyBuckets(foldRows(rows, isState), 24))
        .flatMap(({ folds, decimals }) => folds.map((one, i) => ({ folds: one, decimals: decimals[i] as number })))
        .filter(({ folds }) => folds.count.length === 24);
      const rows = {
        start: 1_790_000_000_000,
        devices: Int32Array.from(found, (_, i) => 3 * i),
        decimals: Uint8Array.from(found, ({ decimals }) => decimals),
        folds: found.map(({ folds }) => folds),
      };
      const data = encodeFleet(rows);
      expect(decodeFleet(data)).toEqual(rows);
      const want = Int32Array.from(some).toSorted();
      const part = decodeFleet(data, want);
      expect([...part.devices]).toEqual([...rows.devices].filter((device) => want.includes(device)));
      expect(part.folds).toEqual(rows.folds.filter((_, i) => want.includes(3 * i)));
    }),
    { numRuns: 200 },
  );
});

test('a series of the fleet is put together from the pieces of its devices as they are written', () => {
  fc.assert(
    fc.property(fc.array(rowsOf(40), { minLength: 1, maxLength: 5 }), (machines) => {
      const pieces = machines
        .map((rows) => onlyBuckets(foldRows(rows, isState), 24))
        .filter(({ folds }) => folds.length > 0);
      const starts = Float64Array.from({ length: 24 }, (_, i) => i * bucketMs.five);
      const opened = pieces.map((piece) => openBuckets(encodeBuckets({ ...piece, starts })) as OpenBuckets);
      expect(opened.map(({ series }) => series)).toEqual(pieces.map(({ series }) => series));
      const found = opened.flatMap(({ series, entry }) => Array.from(series, (_, place) => entry(place)));
      const data = encodeFleetOf(bucketMs.hour, Int32Array.from(found.keys()), found);
      expect(decodeFleet(data)).toEqual({
        start: bucketMs.hour,
        devices: Int32Array.from(found.keys()),
        decimals: Uint8Array.from(pieces.flatMap(({ decimals }) => [...decimals])),
        folds: pieces.flatMap(({ folds }) => folds),
      });
    }),
    { numRuns: 200 },
  );
});

/** As many as there may be, made up to `count` by empty ones. */
function onlyBuckets(buckets: Buckets, count: number): Buckets {
  const resize = (values: Float64Array, filler: number) =>
    Float64Array.from({ length: count }, (_, i) => values[i] ?? filler);
  return {
    ...buckets,
    folds: buckets.folds.map(({ min, max, sum, count: counts, last, states }) => ({
      min: resize(min, Number.NaN),
      max: resize(max, Number.NaN),
      sum: resize(sum, Number.NaN),
      count: resize(counts, 0),
      last: resize(last, Number.NaN),
      ...(states && { states: new Map([...states].map(([state, ms]) => [state, resize(ms, 0)])) }),
    })),
  };
}

test('each bucket is what a plain reading of its samples says', () => {
  fc.assert(
    fc.property(rowsOf(80), (rows) => {
      const found = foldRows(rows, isState);
      expect(found.length).toBe(bucketMs.five);
      const expected = new Map<string, { values: number[] }>();
      for (const [i, column] of rows.columns.entries()) {
        for (const [row, value] of column.entries()) {
          if (Number.isNaN(value)) continue;
          const start = Math.floor((rows.times[row] as number) / 300_000) * 300_000;
          const key = `${rows.series[i]} ${start}`;
          const one = expected.get(key) ?? { values: [] };
          one.values.push(value);
          expected.set(key, one);
        }
      }
      let buckets = 0;
      for (const [i, folds] of found.folds.entries()) {
        for (const [place, start] of found.starts.entries()) {
          const one = expected.get(`${found.series[i]} ${start}`);
          expect(folds.count[place]).toBe(one?.values.length ?? 0);
          if (one === undefined) continue;
          buckets++;
          expect(folds.min[place]).toBe(Math.min(...one.values));
          expect(folds.max[place]).toBe(Math.max(...one.values));
          expect(folds.last[place]).toBe(one.values.at(-1));
          expect(folds.sum[place]).toBe(one.values.reduce((sum, value) => sum + value));
        }
      }
      expect(buckets).toBe(expected.size);
    }),
    { numRuns: 300 },
  );
});

test('rows cut anywhere and in any order merge to the whole, and their roll-ups join', () => {
  fc.assert(
    fc.property(rowsOf(80), fc.array(fc.nat(120_000_000), { maxLength: 5 }), fc.boolean(), (rows, cuts, turned) => {
      const begin = rows.times[0] ?? 0;
      const bounds = [-Infinity, ...cuts.toSorted((a, b) => a - b).map((cut) => begin + cut), Infinity];
      const parts = bounds.slice(1).map((end, i) => sliceRows(rows, bounds[i] as number, end));
      expect(mergeRows(turned ? parts.toReversed() : parts)).toEqual(rows);
      const fives = bounds.map((bound) => Math.floor(bound / 300_000) * 300_000);
      const apart = fives.slice(1).map((end, i) => sliceRows(rows, fives[i] as number, end));
      expect(joinBuckets(apart.map((part) => foldRows(part, isState)))).toEqual(foldRows(rows, isState));
    }),
    { numRuns: 300 },
  );
});

test('rows torn apart by lot, some in two parts, merge to the whole', () => {
  fc.assert(
    fc.property(
      rowsOf(60),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 60, maxLength: 60 }),
      (rows, lots) => {
        const parts = [1, 2, 4].map((bit) => only(rows, (row) => ((lots[row] ?? 1) & bit) !== 0));
        expect(mergeRows(parts)).toEqual(rows);
      },
    ),
    { numRuns: 300 },
  );
});

function only(rows: Rows, keep: (row: number) => boolean): Rows {
  const some = (values: Float64Array) => values.filter((_, row) => keep(row));
  const { times, sequences, shifts, offsets } = rows;
  return {
    ...rows,
    count: some(times).length,
    times: some(times),
    sequences: some(sequences),
    shifts: some(shifts),
    offsets: some(offsets),
    columns: rows.columns.map(some),
  };
}
