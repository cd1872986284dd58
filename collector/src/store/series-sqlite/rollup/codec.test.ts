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

test('what shares memory, for a sample a bucket, is written and read as what does not', () => {
  const values = Float64Array.of(0.5, nan, -3, 0, 2.5);
  const count = Float64Array.of(1, 0, 1, 1, 1);
  const apart = () => values.slice();
  const shared = { min: values, max: values, sum: values, count, last: values };
  const starts = Float64Array.of(0, 1, 2, 3, 4).map((n) => n * 300_000);
  const several = { ...shared, min: apart(), max: Float64Array.of(0.5, nan, 3, 0, 9), sum: apart(), last: apart() };
  const rows = { length: 300_000, starts, series: Int32Array.of(1, 2, 3), decimals: Uint8Array.of(1, 1, 1) };
  const odd = values.with(3, -0).with(4, Infinity);
  const oddly = { min: odd, max: odd, sum: odd, count, last: odd };
  const mixed = { ...several, count: Float64Array.of(1, 0, 4, 1, 3), sum: Float64Array.of(0.5, nan, 3, 0, 17) };
  const all = { ...rows, folds: [shared, mixed, oddly] };
  const plain = { ...all, folds: all.folds.map((one) => ({ ...one, max: one.max.slice(), last: one.last.slice() })) };
  expect(encodeBuckets(all)).toEqual(encodeBuckets(plain));
  expect(decodeBuckets(encodeBuckets(all))).toEqual(all);
  const [first] = decodeBuckets(encodeBuckets(all)).folds;
  expect(first?.max).toBe(first?.min);
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
