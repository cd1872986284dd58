/** What a week looks like apart from where it leads: for each day of the week how far it usually lies above or below the others. */
import { mean, meanAbsoluteDeviation, median } from './quantile.ts';

export interface WeeklyShape {
  /** Added to the level on this day of the week, 0 to 6; their sum is 0. */
  readonly days: readonly number[];
  /**
   * The share of the spread about the line that the shape accounts for, 0 to 1, by mean distances. Each value is held against what the others
   * of its day say, so that noise alone has no strength.
   */
  readonly strength: number;
}

const aWeek = 7;
/** Each day of the week is to have been seen so often. */
const fewestOfDay = 3;

/**
 * Medians for each day of the week, so that one wild Monday does not make all Mondays wild.
 * @param residuals a value for each day less what the line says of it; null where nothing was measured
 * @param first the day of the week of the first of them, 0 to 6
 * @returns null where a day of the week was seen fewer than three times
 */
export function weeklyShape(residuals: readonly (number | null)[], first: number): WeeklyShape | null {
  const seen: number[][] = Array.from({ length: aWeek }, () => []);
  for (const [place, value] of residuals.entries()) if (value !== null) seen[(place + first) % aWeek]?.push(value);
  if (seen.some((day) => day.length < fewestOfDay)) return null;
  const medians = seen.map((day) => median(day) ?? 0);
  const middle = mean(medians) ?? 0;
  const days = medians.map((value) => value - middle);
  const before = distance(seen.flat());
  const after = distance(
    seen.flatMap((day) => day.map((value, place) => value - (median(day.toSpliced(place, 1)) ?? 0))),
  );
  return { days, strength: before === 0 ? 0 : Math.max(0, 1 - after / before) };
}

/** How far values lie from their median on average. */
const distance = (values: readonly number[]) => meanAbsoluteDeviation(values) ?? 0;
