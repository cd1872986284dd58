/**
 * When a value will reach a limit, by a straight line through its past: Theil–Sen, the median of the slopes between all
 * pairs of points, which a third of wild points does not move. H. Theil, “A rank-invariant method of linear and polynomial
 * regression analysis”, 1950; P. K. Sen, “Estimates of the regression coefficient based on Kendall’s tau”, 1968.
 */
import { quantileSorted } from '../statistics/quantile.ts';
import { shareLeading, slopesBetween } from '../statistics/theil-sen.ts';
import type { Condition } from './rule.ts';

/** More points are thinned to so many: pairs grow with the square. */
const mostPoints = 200;
/** Fewer say nothing of a trend. */
const fewestPoints = 8;
/** Of the slopes between points so many must lead to the limit, else it is a coming and going. */
export const certain = 0.75;
/** For a first look. */
const fewPoints = 24;
/** What is this much too slow at a first look is not looked at again. */
const farTooSlow = 4;
/** Of the history that a rule asks for so much must be there: the first hour of a device says nothing of its days. */
const covered = 0.5;

export interface Trend {
  /** Of the metric's unit a ms. */
  readonly slope: number;
  /** On the line, at the time of the last point. */
  readonly now: number;
  /** ms until the line reaches the limit: 0 when it is there, `Infinity` when it leads away from it. */
  readonly inMs: number;
  /** By the steepest and the flattest tenth of slopes: the soonest and the latest. */
  readonly soonestMs: number;
  readonly latestMs: number;
  /** The share of slopes that lead to the limit. */
  readonly share: number;
  /** From the first point to the last, ms. */
  readonly spanMs: number;
}

/**
 * @param times ms, ascending. Points that are NaN are left out.
 * @returns null where there are too few points to say anything
 */
export function trendOf(
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  reaches: number,
  most = mostPoints,
): Trend | null {
  const points = thinned(times, values, most);
  const last = points.at(-1);
  if (last === undefined || points.length < fewestPoints) return null;
  const slopes = slopesBetween(points);
  const slope = quantileSorted(slopes, 0.5);
  const offsets = Float64Array.from(points, ([time, value]) => value - slope * (time - last[0])).toSorted();
  const now = quantileSorted(offsets, 0.5);
  // Towards which side the limit lies decides which slopes are the steep ones.
  const [steep, flat] =
    reaches >= now
      ? [quantileSorted(slopes, 0.9), quantileSorted(slopes, 0.1)]
      : [quantileSorted(slopes, 0.1), quantileSorted(slopes, 0.9)];
  const until = (rate: number) => timeUntil(reaches - now, rate);
  const spanMs = last[0] - (points[0]?.[0] ?? last[0]);
  const spread = { soonestMs: until(steep), latestMs: until(flat), share: shareLeading(slopes, reaches >= now) };
  return { slope, now, inMs: until(slope), ...spread, spanMs };
}

/**
 * What a rule of the kind `trend` compares: ms until the limit is reached, `Infinity` for never; and the trend that says so.
 * Null where the past says nothing.
 * @param times ms, ascending
 */
export function untilReached(
  { reaches, historyMs }: { readonly reaches: number; readonly historyMs: number },
  times: ArrayLike<number>,
  values: ArrayLike<number>,
): { readonly compared: number; readonly trend: Trend } | null {
  const trend = trendOf(times, values, reaches);
  if (!trend || trend.spanMs < covered * historyMs) return null;
  return { trend, compared: trend.share >= certain ? trend.inMs : Number.POSITIVE_INFINITY };
}

/**
 * Whether a few of the points say already that the limit is far off or never reached: of what is not told yet this is
 * enough, and it is reckoned a hundred times faster.
 */
export function isFarOff(
  { reaches, withinMs }: Pick<Extract<Condition, { kind: 'trend' }>, 'reaches' | 'withinMs'>,
  times: ArrayLike<number>,
  values: ArrayLike<number>,
): boolean {
  const trend = trendOf(times, values, reaches, fewPoints);
  return trend !== null && trend.inMs > farTooSlow * Math.max(withinMs.warning ?? 0, withinMs.critical ?? 0);
}

function timeUntil(distance: number, slope: number): number {
  if (distance === 0) return 0;
  const time = distance / slope;
  return Number.isFinite(time) && time >= 0 ? time : Number.POSITIVE_INFINITY;
}

/** Every so many-th from the end, so that the newest is among them. */
function thinned(times: ArrayLike<number>, values: ArrayLike<number>, most: number): [number, number][] {
  const points: [number, number][] = [];
  for (let i = 0; i < times.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) points.push([times[i] ?? 0, value]);
  }
  const step = Math.ceil(points.length / most);
  return points.filter((_, place) => (points.length - 1 - place) % step === 0);
}
