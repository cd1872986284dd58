import { expect, test } from 'vitest';
import type { Buckets } from './buckets.ts';
import { decodeBuckets, encodeBuckets } from './codec.ts';
import { decodeFleet, encodeFleet } from './fleet-codec.ts';

const nan = Number.NaN;
const folds = {
  min: Float64Array.of(0.1, nan, -3),
  max: Float64Array.of(0.3, nan, 2.5),
  sum: Float64Array.of(0.1 + 0.2 + 0.3, nan, -0.5),
  count: Float64Array.of(3, 0, 2),
  last: Float64Array.of(0.2, nan, 2.5),
};
const buckets: Buckets = {
  length: 300_000,
  starts: Float64Array.of(0, 300_000, 900_000),
  series: Int32Array.of(2, 7),
  decimals: Uint8Array.of(1, 4),
  folds: [folds, { ...folds, states: new Map([[2.5, Float64Array.of(0, 0, 12_345.5)]]) }],
};

test('buckets without samples, sums that are no decimals and time in states are kept', () => {
  expect(decodeBuckets(encodeBuckets(buckets))).toEqual(buckets);
  expect(decodeBuckets(encodeBuckets(buckets), Int32Array.of(1, 7))).toMatchObject({ series: Int32Array.of(7) });
});

test('sums of infinities and of -0 are kept', () => {
  const odd = {
    min: Float64Array.of(-Infinity, -0, 1e300),
    max: Float64Array.of(Infinity, -0, 1e308),
    sum: Float64Array.of(nan, -0, Infinity),
    count: Float64Array.of(2, 1, 9),
    last: Float64Array.of(Infinity, -0, 1e308),
  };
  const all = { ...buckets, folds: [odd, folds] };
  expect(decodeBuckets(encodeBuckets(all))).toEqual(all);
});

test('a series of the fleet, for some of its devices', () => {
  const rows = { start: 7_200_000, devices: Int32Array.of(1, 4), decimals: Uint8Array.of(1, 4), folds: buckets.folds };
  expect(decodeFleet(encodeFleet(rows))).toEqual(rows);
  expect(decodeFleet(encodeFleet(rows), Int32Array.of(4, 9))).toMatchObject({ devices: Int32Array.of(4) });
});

test('another format is named', () => {
  const data = encodeBuckets(buckets);
  data[0] = 3;
  expect(() => decodeBuckets(data)).toThrow('A roll-up is stored in format 3');
});
