// pure

/** Lengths of the buckets of the two roll-ups, ms; they begin at multiples of it since 1970. */
export const bucketMs = { five: 300_000, hour: 3_600_000 } as const;
export type Rollup = keyof typeof bucketMs;

/**
 * What is kept of one series in each bucket; places without samples have count 0 and NaN elsewhere. Nothing of it is changed once it is
 * made: what is the same may share its memory.
 */
export interface Folds {
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Added in the order of (time, sequence); that of an hour adds the sums of its twelve parts of five minutes. */
  readonly sum: Float64Array;
  readonly count: Float64Array;
  readonly last: Float64Array;
  /**
   * For series of kind `state`: for each state, ms of each bucket in it. A sample stands from the middle between it and
   * the one before to the middle between it and the next; the first and the last of five minutes reach on by as much as
   * they do inwards, at most to the bucket's ends; a single one stands for all five minutes.
   */
  readonly states?: ReadonlyMap<number, Float64Array>;
}

/** Roll-ups of one device. Buckets without any sample are left out; `starts` ascend. */
export interface Buckets {
  readonly length: number;
  /** ms since 1970. */
  readonly starts: Float64Array;
  /** Numbers of the catalogue, ascending, each once. */
  readonly series: Int32Array;
  readonly decimals: Uint8Array;
  readonly folds: readonly Folds[];
}

/** What a codec read of several folds. */
export interface FoundFolds {
  readonly folds: Folds[];
  readonly decimals: number[];
}
