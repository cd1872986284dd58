// pure
import { quantile } from '@fettle/shared/statistics/quantile';
import { shareLeading, theilSen } from '@fettle/shared/statistics/theil-sen';

/** One of the weeks to come: the middle, and what four of five such weeks lie within. */
export interface WeekAhead {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Fewer weeks say nothing of the next. */
export const fewestWeeks = 6;
/** So many of all slopes between two weeks lead one way before the load is said to grow or to fall. */
const clearly = 0.7;

/**
 * What weeks to come are like, from those that were, oldest first. Robust: the line is of Theil and Sen, level unless the load clearly grows or
 * falls, and the spread is of the middle 80 % of how far weeks lay from it. Empty for too few weeks.
 */
export function weeksAhead(counts: readonly number[], ahead: number): WeekAhead[] {
  if (counts.length < fewestWeeks) return [];
  const line = theilSen(counts.map((count, i) => [i, count] as const));
  const slopes = line?.slopes ?? new Float64Array();
  const leads = Math.max(shareLeading(slopes, true), shareLeading(slopes, false)) >= clearly;
  const slope = leads ? (line?.slope ?? 0) : 0;
  const above = counts.map((count, i) => count - slope * i);
  const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(above, share) ?? 0);
  return Array.from({ length: ahead }, (_, i) => {
    const at = slope * (counts.length + i);
    const of = (offset = 0) => Math.max(0, at + offset);
    return { low: of(low), median: of(middle), high: of(high) };
  });
}
