import { decodeRows, encodeRows, rowsHead } from '@fettle/collector/store/series-sqlite/block/codec';
import { joinBlocks } from '@fettle/collector/store/series-sqlite/block/join-blocks';
import { mergeRows, sliceRows } from '@fettle/collector/store/series-sqlite/block/merge';
import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';
import { spanMs } from '@fettle/collector/store/series-sqlite/files/schema';
import { GrowingBytes } from '@fettle/collector/store/series-sqlite/journal/bytes';
import { encodeRecord } from '@fettle/collector/store/series-sqlite/journal/frame-record';
import { rowsOf as rowsOfRecords } from '@fettle/collector/store/series-sqlite/journal/open-rows';
import { cutRows } from '@fettle/collector/store/series-sqlite/keeper/cut';
import { blocksOf } from '@fettle/collector/store/series-sqlite/keeper/seal-blocks';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from './series/rows.ts';

/** As frames are that a store takes: offsets are whole. */
const framesOf = rowsOf().map((rows) => ({ ...rows, offsets: rows.offsets.map((one) => Math.round(one) + 0) }));

test('a block gives back every bit of every double', () => {
  fc.assert(
    fc.property(rowsOf(), (rows) => {
      const data = encodeRows(rows);
      expect(decodeRows(data)).toEqual(rows);
      const { count, first, last, series } = rowsHead(data);
      expect({ count, series }).toEqual({ count: rows.count, series: rows.series });
      expect([first, last]).toEqual([rows.times[0] ?? 0, rows.times.at(-1) ?? 0]);
    }),
    { numRuns: 1_000 },
  );
});

test('some series of a block are what they are in the whole', () => {
  fc.assert(
    fc.property(rowsOf(), fc.uniqueArray(fc.nat(60)), (rows, some) => {
      const want = Int32Array.from(some).toSorted();
      const places = [...rows.series.keys()].filter((place) => want.includes(rows.series[place] as number));
      expect(decodeRows(encodeRows(rows), want)).toEqual({
        ...rows,
        series: Int32Array.from(places, (place) => rows.series[place] as number),
        decimals: Uint8Array.from(places, (place) => rows.decimals[place] as number),
        columns: places.map((place) => rows.columns[place]),
      });
    }),
    { numRuns: 300 },
  );
});

test('blocks that follow each other are joined to the very block of their rows, and each column is seen', () => {
  let joinedOnce = 0;
  fc.assert(
    fc.property(framesOf, fc.array(fc.nat(200), { maxLength: 4 }), fc.boolean(), (rows, cuts, backwards) => {
      const parts = cutAt(rows, cuts);
      const blocks = parts.map((part) => encodeRows(part));
      const seen: [number, number, Float64Array][] = [];
      let times: Float64Array | undefined;
      const joined = joinBlocks(backwards ? blocks.toReversed() : blocks, (all) => {
        times = all.slice();
        return (series, decimals, values, isScaled) => {
          seen.push([series, decimals, values.map((value) => (isScaled ? value / 10 ** decimals : value))]);
        };
      });
      if (joined === null) {
        expect(seen).toEqual([]);
        return;
      }
      joinedOnce++;
      const whole = mergeRows(parts);
      expect(decodeRows(joined.data)).toEqual(whole);
      expect(joined).toEqual({
        count: whole.count,
        first: whole.times[0],
        last: whole.times.at(-1),
        data: encodeRows(whole),
      });
      expect(times).toEqual(whole.times);
      expect(seen).toEqual(Array.from(whole.series, (series, i) => [series, whole.decimals[i], whole.columns[i]]));
    }),
    { numRuns: 500 },
  );
  expect(joinedOnce).toBeGreaterThan(100);
});

function cutAt(rows: Rows, cuts: readonly number[]): Rows[] {
  const bounds = [...new Set(cuts.map((cut) => rows.times[cut] ?? 0))]
    .filter((time) => time > 0)
    .toSorted((a, b) => a - b);
  return [-Infinity, ...bounds]
    .map((from, i) => sliceRows(rows, from, bounds[i] ?? Infinity))
    .filter(({ count }) => count > 0);
}

test('records are sealed as the blocks of their rows, in and out of order', () => {
  fc.assert(
    fc.property(framesOf, fc.nat(), fc.boolean(), fc.nat(6), (rows, turn, twice, less) => {
      const order = rows.series.map((_, i) => (i + turn) % rows.series.length);
      const dictionary = {
        series: order.map((place) => rows.series[place] as number),
        decimals: Uint8Array.from(order, (place) => rows.decimals[place] as number),
      };
      const out = new GrowingBytes();
      const write = (row: number) =>
        encodeRecord(out, {
          sequence: rows.sequences[row] as number,
          time: rows.times[row] as number,
          shift: rows.shifts[row] as number,
          offset: rows.offsets[row] as number,
          dictionary: 7,
          decimals: dictionary.decimals,
          values: Float64Array.from(order, (place) => rows.columns[place]?.[row] as number).subarray(
            0,
            row % 9 === 8 ? less : undefined,
          ),
          tables: row % 4 === 2 ? [{ name: 'processes', rows: Uint8Array.of(row) }] : [],
        });
      for (let row = 0; row < rows.count; row++) write(row);
      if (twice && rows.count > 0) write(0);
      const dictionaries = new Map([[7, dictionary]]);
      const { blocks, tables } = blocksOf(out.content, dictionaries);
      const expected = cutRows(rowsOfRecords(out.content, dictionaries));
      expect(blocks).toEqual(
        expected.map(({ span, rows: part }) => ({
          span,
          first: part.times[0],
          last: part.times.at(-1),
          frames: part.count,
          data: encodeRows(part),
        })),
      );
      for (const { span, first, last } of blocks) expect([span <= first, last < span + spanMs]).toEqual([true, true]);
      const [first] = tables;
      if (rows.count > 2)
        expect(first).toMatchObject({ name: 'processes', time: rows.times[2], rows: Uint8Array.of(2) });
    }),
    { numRuns: 500 },
  );
});

test('data that is damaged makes an error or other rows, and no more', () => {
  fc.assert(
    fc.property(rowsOf(), fc.nat(), fc.nat(255), fc.nat(), (rows, place, byte, cut) => {
      const data = encodeRows(rows);
      data[place % data.length] = byte;
      const short = data.subarray(0, data.length - (cut % 4 === 0 ? cut % data.length : 0));
      let count: number | undefined;
      try {
        ({ count } = decodeRows(short));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        return;
      }
      expect(count).toBeTypeOf('number');
    }),
    { numRuns: 1_000 },
  );
});
