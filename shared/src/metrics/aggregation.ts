/** Those that are answered from roll-ups. */
export const foldAggregations = ['avg', 'min', 'max', 'sum', 'count', 'last', 'time'] as const;
/** Those that need the samples themselves. */
export const sampleAggregations = ['p50', 'p90', 'p95', 'p99', 'rate'] as const;

/**
 * What becomes of the samples of a step.
 * - `avg`, `min`, `max`, `sum`, `count`, `last` (by time, then by order of the frames).
 * - `p50` … `p99`: the nearest-rank percentile, the ⌈p ÷ 100 × n⌉-th smallest of n samples (Hyndman and Fan 1996, "Sample
 *   quantiles in statistical packages", definition 1): always a value that was measured.
 * - `rate`: (last − first) ÷ the seconds between them; null where no time lies between two samples.
 * - `time`: for states only; a series a state, with the attribute `state`: the seconds in it.
 */
export const aggregations = [...foldAggregations, ...sampleAggregations] as const;
export type Aggregation = (typeof aggregations)[number];
