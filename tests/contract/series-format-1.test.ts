import { readFileSync } from 'node:fs';
import { decodeRows, rowsHead } from '@fettle/collector/store/series-sqlite/block/codec';
import { decodeBuckets } from '@fettle/collector/store/series-sqlite/rollup/codec';
import { decodeFleet } from '@fettle/collector/store/series-sqlite/rollup/fleet-codec';
import { expect, test } from 'vitest';
import { bucketsOfFormat1, fleetOfFormat1, rowsOfFormat1 } from './series/format-1.ts';

const recorded = JSON.parse(readFileSync(new URL('series/format-1.json', import.meta.url), 'utf8')) as Record<
  'short' | 'long' | 'piece' | 'fleet',
  string
>;
const bytes = (text: string) => Buffer.from(text, 'base64');

test('blocks of format 1 are read bit for bit, whole and some of their series', () => {
  for (const [data, count] of [
    [bytes(recorded.short), 40],
    [bytes(recorded.long), 300],
  ] as const) {
    const rows = rowsOfFormat1(count);
    expect(data[0]).toBe(1);
    expect(decodeRows(data)).toEqual(rows);
    expect(rowsHead(data)).toMatchObject({ count, last: rows.times.at(-1), series: rows.series });
    for (const [place, series] of rows.series.entries()) {
      const part = decodeRows(data, Int32Array.of(series));
      expect([part.columns, part.decimals[0]]).toEqual([[rows.columns[place]], rows.decimals[place]]);
    }
  }
});

test('roll-ups of format 1 are read bit for bit', () => {
  expect(bytes(recorded.piece)[0]).toBe(1);
  expect(decodeBuckets(bytes(recorded.piece))).toEqual(bucketsOfFormat1());
  const want = Int32Array.of(2, 14);
  expect(decodeBuckets(bytes(recorded.piece), want).folds).toEqual(
    [1, 3].map((place) => bucketsOfFormat1().folds[place]),
  );
  expect(decodeFleet(bytes(recorded.fleet))).toEqual(fleetOfFormat1());
});
