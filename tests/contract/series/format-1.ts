/** What `format-1.json` beside it was made of, by the version that wrote format 1 last. */
import { bucketMs, type Buckets, type Folds } from '@fettle/collector/store/series-sqlite/rollup/buckets';
import type { Rows } from '@fettle/collector/store/series-sqlite/block/rows';

const start = 1_790_006_400_000;
const none = Number.NaN;

/** Columns of every kind that format 1 had. */
export function rowsOfFormat1(count: number): Rows {
  const noise = noiseOf(count);
  const each = (value: (row: number) => number) => Float64Array.from({ length: count }, (_, row) => value(row));
  const columns: [decimals: number, value: (row: number) => number][] = [
    [0, () => none],
    [2, () => 12.5],
    [0, () => Math.PI],
    [1, () => noise() / 10],
    [0, (row) => 1e12 + 1_234 * row + (noise() % 9)],
    [0, (row) => 7 * row],
    [3, () => Math.sqrt(noise())],
    [0, () => 4_096 * (noise() % 1_000) + 5],
    [2, (row) => (row % 7 === 3 ? none : (noise() % 50) / 100)],
    [1, (row) => (row % 31 === 5 ? Math.E : row % 31 === 6 ? -0 : (noise() % 50) / 10)],
    [0, () => noise() * 2 ** 33 + noise()],
    [0, () => (noise() % 100) / 10_000],
    [0, (row) => (row % 9 === 0 ? 1 : 0)],
  ];
  return {
    count,
    times: each((row) => start + 10_000 * row + (noise() % 8)),
    sequences: each((row) => row + 1),
    shifts: each((row) => (row < 9 ? 0 : -3_600_000)),
    offsets: each(() => noise() % 4),
    series: Int32Array.from(columns, (_, i) => 3 * i + (i > 4 ? 1 : 0)),
    decimals: Uint8Array.from(columns, ([decimals]) => decimals),
    columns: columns.map(([, value]) => each(value)),
  };
}

/** Folds that are scaled and that are not, with gaps, states and sums that are no decimals. */
export function bucketsOfFormat1(): Buckets {
  const noise = noiseOf(5);
  const count = 24;
  const each = (value: (bucket: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i));
  const scaled = (gap: number): Folds => {
    const counts = each((i) => (i % 5 === gap ? 0 : 30 - (i % 2)));
    const least = each((i) => (counts[i] === 0 ? none : (noise() % 900) / 10));
    const above = (most: number) => least.map((one) => (Math.round(10 * one) + (noise() % most)) / 10);
    const max = above(40);
    const last = least.map((one, i) => (i % 3 === 0 ? one : (max[i] as number)));
    const sum = least.map((one, i) => (counts[i] as number) * one + (i % 4) * 0.1);
    return { min: least, max, sum: sum.map((one, i) => (counts[i] === 0 ? none : one)), count: counts, last };
  };
  const odd = (value: number): Folds => ({
    min: each(() => -Infinity),
    max: each((i) => value * (i + 1)),
    sum: each((i) => (i % 2 === 0 ? none : -0)),
    count: each(() => 30),
    last: each(() => value),
  });
  const states = new Map([
    [1, each((i) => (i % 2 === 0 ? 300_000 : 299_999.5))],
    [2.5, each((i) => (i % 2 === 0 ? 0 : 0.5))],
  ]);
  return {
    length: bucketMs.five,
    starts: each((i) => start + bucketMs.five * i),
    series: Int32Array.of(1, 2, 9, 14),
    decimals: Uint8Array.of(1, 1, 3, 1),
    folds: [scaled(9), scaled(2), odd(Math.PI), { ...scaled(9), states }],
  };
}

export const fleetOfFormat1 = () => {
  const { folds, decimals } = bucketsOfFormat1();
  return { start, devices: Int32Array.of(3, 4, 77, 500), decimals, folds };
};

/** Numbers below 2^16, the same for the same seed. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16;
}
