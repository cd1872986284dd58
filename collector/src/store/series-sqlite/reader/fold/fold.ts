// pure
import type { Aggregation } from '@fettle/shared/api/series';
import type { Buckets, Folds } from '../../rollup/buckets.ts';
import { CountFold, ExtremeFold, LastFold } from './extreme.ts';
import { PercentileFold, RateFold } from './order.ts';
import { SampleFold } from './sample.ts';
import type { Steps } from './steps.ts';
import { SumFold } from './sum.ts';
import { TimeFold } from './time.ts';

/** One series of an answer. */
export interface Folded {
  /** Of the samples, where there are no steps. */
  readonly times?: Float64Array;
  /** NaN: no sample in the step. */
  readonly values: Float64Array;
  /** For the aggregation `time`. */
  readonly state?: number;
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

/** @param steps null: the samples themselves */
export function foldFor(agg: Aggregation, steps: Steps | null): Fold {
  return steps === null ? new SampleFold() : makers[agg](steps);
}

const makers: Readonly<Record<Aggregation, (steps: Steps) => Fold>> = {
  avg: (steps) => new SumFold(steps, true),
  sum: (steps) => new SumFold(steps, false),
  min: (steps) => new ExtremeFold(steps, 'min'),
  max: (steps) => new ExtremeFold(steps, 'max'),
  count: (steps) => new CountFold(steps),
  last: (steps) => new LastFold(steps),
  time: (steps) => new TimeFold(steps),
  p50: (steps) => new PercentileFold(steps, 50),
  p90: (steps) => new PercentileFold(steps, 90),
  p95: (steps) => new PercentileFold(steps, 95),
  p99: (steps) => new PercentileFold(steps, 99),
  rate: (steps) => new RateFold(steps),
};
