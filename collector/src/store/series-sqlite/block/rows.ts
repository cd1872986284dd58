// pure

/** In one block: 582 frames a second for the two hours of a span. What tells of more is damaged. */
export const mostRows = 2 ** 22;

/**
 * Frames of one device as columns. Rows are ascending by (time, sequence) and no sequence number comes twice; what is
 * absent is NaN. A column is all values of one series; `series` are the numbers of the catalogue, ascending, each once.
 */
export interface Rows {
  readonly count: number;
  /** Key times, whole ms since 1970. */
  readonly times: Float64Array;
  readonly sequences: Float64Array;
  /** The device's own clock less the key time, ms. */
  readonly shifts: Float64Array;
  /** The agent's estimate of its clock's offset, ms. */
  readonly offsets: Float64Array;
  readonly series: Int32Array;
  /** Digits after the point that the agent promised for each column, 0 to 4: a hint for the codec, values may break it. */
  readonly decimals: Uint8Array;
  /** One of `count` values for each of `series`. */
  readonly columns: readonly Float64Array[];
}

/** Columns that stand before those of the series: times, sequences, shifts, offsets. */
export const keys = 4;

/** What a codec read of a block. */
export interface FoundColumns {
  readonly keys: Float64Array[];
  readonly decimals: number[];
  readonly columns: Float64Array[];
}
