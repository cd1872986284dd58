import { decodeRows, encodeRows, rowsHead } from '@fettle/collector/store/series-sqlite/block/codec';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from './series/rows.ts';

test('a block gives back every bit of every double', () => {
  fc.assert(
    fc.property(rowsOf(), fc.integer({ min: 1, max: 9 }), (rows, columnsAGroup) => {
      const data = encodeRows(rows, columnsAGroup);
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
    fc.property(rowsOf(), fc.uniqueArray(fc.nat(60)), fc.integer({ min: 1, max: 9 }), (rows, some, columnsAGroup) => {
      const want = Int32Array.from(some).toSorted();
      const places = [...rows.series.keys()].filter((place) => want.includes(rows.series[place] as number));
      expect(decodeRows(encodeRows(rows, columnsAGroup), want)).toEqual({
        ...rows,
        series: Int32Array.from(places, (place) => rows.series[place] as number),
        decimals: Uint8Array.from(places, (place) => rows.decimals[place] as number),
        columns: places.map((place) => rows.columns[place]),
      });
    }),
    { numRuns: 300 },
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
