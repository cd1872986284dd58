// pure
/** The line that something follows now, with the shape of its week: what is to come goes on from it. */
import { mean, quantileSorted } from '@fettle/shared/statistics/quantile';
import { shareLeading, type Point, theilSen } from '@fettle/shared/statistics/theil-sen';
import { weeklyShape } from '@fettle/shared/statistics/weekly-shape';
import { type Regime, regimeOf } from './regime.ts';
import type { Day } from './types.ts';

export interface Fit {
  /** Of the unit a day: Theil–Sen over the days of the regime. */
  readonly slope: number;
  /** On the line at `at`. */
  readonly level: number;
  readonly at: number;
  /** By day of the week, Monday first; null: its days do not differ, or too few were seen. */
  readonly shape: readonly number[] | null;
  /** What the line and the week do not say, day by day. */
  readonly residuals: readonly number[];
  /** The share of slopes that lead upwards. */
  readonly rising: number;
  readonly regime: Regime;
}

/** More days are thinned to so many: pairs grow with the square. */
const mostPoints = 60;
/** Of so many last days the line’s height is the median. */
const levelDays = 14;
/** A week’s shape that explains less is noise. */
const leastStrength = 0.2;

/** Of a day since 1970: 0 is Monday. The first of January 1970 was a Thursday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/**
 * @param days two or more, ascending
 * @param at days since 1970 of now
 */
export function fitOf(days: readonly Day[], limit: number, weekly: boolean, at: number): Fit {
  const shape = weekly ? shapeOf(days) : null;
  const regime = regimeOf(without(days, shape), limit);
  const points = regime.days.map((one): Point => [one.at - at, one.value]);
  const line = theilSen(thinned(points));
  const slope = line?.slope ?? 0;
  const heights = points.map(([x, value]) => value - slope * x);
  const level = middle(heights.slice(-levelDays));
  return {
    slope,
    level,
    at,
    shape,
    residuals: heights.map((height) => height - level),
    rising: shareLeading(line?.slopes ?? new Float64Array(), true),
    regime,
  };
}

/** What the fit says of a time, in days since 1970. */
export function expected({ level, slope, at, shape }: Fit, time: number): number {
  return level + slope * (time - at) + (shape?.[weekday(Math.floor(time))] ?? 0);
}

/** Each day held against the mean of the seven about it, so that no line and no jump looks like a week. */
function shapeOf(days: readonly Day[]): readonly number[] | null {
  const [first, last] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const byDay = new Map(days.map(({ day, value }) => [day, value]));
  const week = [-3, -2, -1, 0, 1, 2, 3];
  const residuals = Array.from({ length: last - first + 1 }, (_, n) => {
    const value = byDay.get(first + n);
    const about = week.flatMap((apart) => byDay.get(first + n + apart) ?? []);
    return value === undefined || about.length < week.length ? null : value - (mean(about) ?? value);
  });
  const shape = weeklyShape(residuals, weekday(first));
  return shape !== null && shape.strength >= leastStrength ? shape.days : null;
}

function without(days: readonly Day[], shape: readonly number[] | null): readonly Day[] {
  if (shape === null) return days;
  return days.map((one) => ({ ...one, value: one.value - (shape[weekday(one.day)] ?? 0) }));
}

/** Every so many-th from the end; never every seventh, which would be one day of the week. */
function thinned(points: readonly Point[]): readonly Point[] {
  const step = Math.ceil(points.length / mostPoints);
  const apart = step % 7 === 0 ? step + 1 : step;
  return points.filter((_, place) => (points.length - 1 - place) % apart === 0);
}

const middle = (values: readonly number[]) => quantileSorted(Float64Array.from(values).toSorted(), 0.5);
