/**
 * The individuals chart (XmR): whether a figure is steady, and between which limits it may be expected. W. A. Shewhart, “Economic Control of
 * Quality of Manufactured Product”, 1931; the constants for moving ranges of two from ISO 7870-2:2013 and NIST/SEMATECH e-Handbook of
 * Statistical Methods 6.3.2.2; those for the median moving range from D. J. Wheeler, “Advanced Topics in Statistical Process Control”, 1995.
 */
import { mean, median } from './quantile.ts';

/** E2 = 3 / d2 with d2 = 1.128: centre ± E2 × average moving range are the limits of three standard deviations. */
export const E2 = 2.66;
/** D4: above D4 × average moving range a single moving range is out of the ordinary. */
export const D4 = 3.267;
/** 3 / d4 with d4 = 0.954: the same as E2 where the median moving range is taken. */
export const medianE = 3.145;
/** The same as D4 where the median moving range is taken. */
export const medianD = 3.865;

export interface ControlChart {
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
  /** A third of the distance from the centre to a limit. */
  readonly sigma: number;
  /** What a moving range, the distance between neighbours, may be at most. */
  readonly upperRange: number;
  /** Of so many values the limits were reckoned. */
  readonly count: number;
}

export interface ChartChoice {
  /** The first so many values say what is usual, so that what came later is held against it. Default: all. */
  readonly baseline?: number;
  /** `median`: a few jumps do not widen the limits. Default `average`. */
  readonly ranges?: 'average' | 'median';
  /** What the figure cannot fall below: the lower limit does not either. */
  readonly least?: number;
  /** What it cannot exceed. */
  readonly most?: number;
}

/** Fewer values say nothing of what is usual. */
export const fewestForChart = 8;

/**
 * Missing values are left out, neighbours are those that then follow each other.
 * @returns null for fewer than `fewestForChart` values
 */
export function controlChart(values: readonly (number | null)[], choice: ChartChoice = {}): ControlChart | null {
  const all = values.filter((value) => value !== null).slice(0, choice.baseline ?? values.length);
  if (all.length < fewestForChart) return null;
  const ranges = all.slice(1).map((value, place) => Math.abs(value - (all[place] ?? value)));
  const [distance, upperRange] = limitsOf(ranges, choice.ranges ?? 'average');
  const [low, high] = [Math.min(...all), Math.max(...all)];
  // The sum of equal values divided is not always that value again.
  const centre = low === high ? low : (mean(all) ?? low);
  return {
    centre,
    lower: Math.max(centre - distance, choice.least ?? Number.NEGATIVE_INFINITY),
    upper: Math.min(centre + distance, choice.most ?? Number.POSITIVE_INFINITY),
    sigma: distance / 3,
    upperRange,
    count: all.length,
  };
}

/** A median of 0 says that most neighbours are equal, not that nothing varies: then the average is taken. */
function limitsOf(ranges: readonly number[], kind: 'average' | 'median'): [number, number] {
  const middle = kind === 'median' ? (median(ranges) ?? 0) : 0;
  if (middle > 0) return [medianE * middle, medianD * middle];
  const average = mean(ranges) ?? 0;
  return [E2 * average, D4 * average];
}
