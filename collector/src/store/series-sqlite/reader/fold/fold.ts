// pure
import type { Buckets, Folds } from '../../rollup/buckets.ts';

/** One series of an answer. */
export interface Folded {
  /** Of the samples, where there are no steps. */
  readonly times?: Float64Array;
  /** NaN: no sample in the step. */
  readonly values: Float64Array;
  /** For the aggregation `time`. */
  readonly state?: number;
  /** A step has samples, and its value is NaN all the same. */
  readonly unclear?: boolean;
}

/**
 * Takes what is found of one series, in order of time, and gives its points. The words are those of `SeriesPoints` in
 * domain/series/types.ts. A place without a sample is NaN (rows) or has the count 0 (buckets).
 */
export interface Fold {
  /** Rows `begin` to `end` (exclusive), ascending by (time, sequence). */
  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void;
  /** Buckets `begin` to `end` (exclusive), each counts with the step in which it begins. */
  buckets(buckets: Pick<Buckets, 'starts' | 'length'>, folds: Folds, begin: number, end: number): void;
  /** Points so far: what counts against a question's limit. */
  readonly size: number;
  /** Empty when nothing was found. */
  finish(): Folded[];
}
