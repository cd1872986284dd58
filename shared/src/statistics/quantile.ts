/**
 * Quantiles by the definition R-7: between the two observations that stand about the place (n − 1) × share, counted from 0, the value is
 * taken in proportion. R. J. Hyndman, Y. Fan, “Sample Quantiles in Statistical Packages”, The American Statistician 50 (1996), definition
 * 7; what R, NumPy and spreadsheets (PERCENTILE.INC) give by default.
 */

/**
 * @param values in any order; NaN and infinities are the caller’s to leave out
 * @param share 0 to 1
 * @returns null where there is no value
 */
export function quantile(values: ArrayLike<number>, share: number): number | null {
  return values.length === 0 ? null : quantileSorted(Float64Array.from(values).toSorted(), share);
}

/** The same of values that are ascending already; 0 where there is none. */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * Math.min(Math.max(share, 0), 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

/** The middle value; of an even number of values the mean of the two in the middle. Null where there is no value. */
export function median(values: ArrayLike<number>): number | null {
  return quantile(values, 0.5);
}

/** The sum over the count. Null where there is no value. */
export function mean(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** How far values lie from their median on average. Null where there is no value. */
export function meanAbsoluteDeviation(values: ArrayLike<number>): number | null {
  return mean(distances(values));
}

/**
 * The median of the distances from the median; half of the values may be wild. Times `normalSpread` it estimates the standard deviation of
 * normal values. Null where there is no value.
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number | null {
  return median(distances(values));
}

/** 1 / Φ⁻¹(3/4): F. R. Hampel, “The Influence Curve and its Role in Robust Estimation”, JASA 69 (1974). */
export const normalSpread = 1.4826;

function distances(values: ArrayLike<number>): Float64Array {
  const middle = median(values) ?? 0;
  return Float64Array.from(values, (value) => Math.abs(value - middle));
}
