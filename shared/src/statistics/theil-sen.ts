/**
 * A straight line through points of which up to 29 % may be wild: its slope is the median of the slopes between all pairs. H. Theil, “A
 * rank-invariant method of linear and polynomial regression analysis”, 1950; P. K. Sen, “Estimates of the regression coefficient based on
 * Kendall’s tau”, JASA 63 (1968).
 */
import { quantileSorted } from './quantile.ts';

export type Point = readonly [at: number, value: number];

export interface RobustLine {
  /** Of the value’s unit for one unit of `at`. */
  readonly slope: number;
  /** What the line says at `at` = 0. */
  readonly intercept: number;
  /** All slopes between pairs, ascending: their share above 0 says how sure the direction is. */
  readonly slopes: Float64Array;
}

/** Takes a moment for many points, as pairs grow with the square: 400 points are 80,000 pairs. Null for fewer than two times. */
export function theilSen(points: readonly Point[]): RobustLine | null {
  const slopes = slopesBetween(points);
  if (slopes.length === 0) return null;
  const slope = quantileSorted(slopes, 0.5);
  const offsets = Float64Array.from(points, ([at, value]) => value - slope * at).toSorted();
  return { slope, intercept: quantileSorted(offsets, 0.5), slopes };
}

/** The slopes between all pairs of points of which one is later than the other, ascending. */
export function slopesBetween(points: readonly Point[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [place, [at, value]] of points.entries()) {
    for (let other = 0; other < place; other++) {
      const [before = 0, was = 0] = points[other] ?? [];
      if (at > before) slopes[count++] = (value - was) / (at - before);
    }
  }
  return slopes.subarray(0, count).toSorted();
}

/** Of ascending slopes so many lead up, or down: 0 to 1. */
export function shareLeading(slopes: Float64Array, up: boolean): number {
  if (slopes.length === 0) return 0;
  let count = 0;
  for (const slope of slopes) if (up ? slope > 0 : slope < 0) count++;
  return count / slopes.length;
}
