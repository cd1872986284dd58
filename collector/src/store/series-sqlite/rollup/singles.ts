// pure
/** Buckets of one sample each, as of frames that are minutes apart: it is the least, the greatest, the sum and the last, so these share their memory. */
import { zeros } from '../block/doubles.ts';
import type { Folds } from './buckets.ts';

/**
 * Folds of a column with a row a bucket. @returns null for one without samples. Marks in `filled` the buckets that have some
 */
export function foldSingles(column: Float64Array, filled: Uint8Array): Folds | null {
  const values = zeros(column.length);
  const count = zeros(column.length);
  let any = false;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    values[i] = value;
    if (Number.isNaN(value)) continue;
    count[i] = 1;
    filled[i] = 1;
    any = true;
  }
  return any ? singles(values, count) : null;
}

/** @param count of each bucket 1, or 0 where `values` has NaN */
export const singles = (values: Float64Array, count: Float64Array): Folds => ({
  min: values,
  max: values,
  sum: values,
  count,
  last: values,
});

/** Whether in all buckets one value is everything. Then it is known without a look at them. */
export const areSingles = ({ min, max, sum, last }: Folds): boolean => min === max && min === sum && min === last;

/** As `foldSingles`, of values that are all there, and multiplied by `power`. */
export function scaledSingles(scaled: Float64Array, power: number, count: Float64Array): Folds {
  const values = zeros(count.length);
  for (let i = 0; i < count.length; i++) values[i] = (scaled[i] as number) / power;
  return singles(values, count);
}
