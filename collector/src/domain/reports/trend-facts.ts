// pure
/** What the hours of a device say: percentiles of the span, this week against the one before, and day by day whether it is steady. */
import { mean, quantileSorted } from '@fettle/shared/statistics/quantile';
import { controlChart, type ControlChart } from '@fettle/shared/statistics/control-chart';
import { nelson, type NelsonRule, nelsonWords } from '@fettle/shared/statistics/nelson';
import { weeklyShape } from '@fettle/shared/statistics/weekly-shape';
import type { Between } from './between.ts';
import type { Measure } from './trend-measures.ts';

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

export interface DeviceTrend {
  readonly device: string;
  readonly whole: Percentiles | null;
  /** Of the last seven days of the span, and of the seven before. */
  readonly week: Percentiles | null;
  readonly weekBefore: Percentiles | null;
  /** The mean of each day; null: nothing was measured. */
  readonly days: readonly (number | null)[];
}

export interface Steadiness {
  readonly chart: ControlChart;
  readonly rules: readonly (readonly NelsonRule[])[];
  /** The place of the day since which it is out of control, up to now; null: it is steady now. */
  readonly since: number | null;
  /** By which rule. */
  readonly rule: NelsonRule | null;
  /** From the centre to what it is since then. */
  readonly shift: number;
  readonly words: string;
}

const dayMs = 86_400_000;
/** Hours that a week of a device must have at least: half of them. */
const fewestOfWeek = 84;
/** Of the days so many say what is usual; what comes after is held against it. */
const baselineShare = 2 / 3;
const fewestDays = 12;
/** Weeks that explain less are noise. */
const leastStrength = 0.2;
/** Over so few days one point outside is chance. */
const nowRules: readonly NelsonRule[] = [1, 2, 5, 6];

export function percentilesOf(values: readonly number[], fewest = 1): Percentiles | null {
  if (values.length < fewest) return null;
  const sorted = Float64Array.from(values).toSorted();
  return { p50: quantileSorted(sorted, 0.5), p95: quantileSorted(sorted, 0.95), count: sorted.length };
}

/**
 * @param times beginnings of hours or days, ascending; values NaN: nothing was measured
 * @param days of the span
 */
export function trendOfDevice(
  device: string,
  { times, values }: { readonly times: ArrayLike<number>; readonly values: ArrayLike<number> },
  span: Between,
  days: readonly Between[],
  step: number,
): DeviceTrend {
  const within = (from: number, to: number) => {
    const found: number[] = [];
    for (let place = 0; place < times.length; place++) {
      const [time, value] = [times[place] ?? 0, values[place] ?? Number.NaN];
      if (time >= from && time < to && !Number.isNaN(value)) found.push(value);
    }
    return found;
  };
  const fewest = Math.max(3, Math.round((fewestOfWeek * 3_600_000) / step));
  return {
    device,
    whole: percentilesOf(within(span.from, span.to)),
    week: percentilesOf(within(span.to - 7 * dayMs, span.to), fewest),
    weekBefore: percentilesOf(within(span.to - 14 * dayMs, span.to - 7 * dayMs), fewest),
    days: meansOf(times, values, days),
  };
}

/** In one walk, as both are ascending. */
function meansOf(times: ArrayLike<number>, values: ArrayLike<number>, days: readonly Between[]): (number | null)[] {
  let place = 0;
  return days.map(({ from, to }) => {
    const own: number[] = [];
    while (place < times.length && (times[place] ?? 0) < from) place++;
    for (; place < times.length && (times[place] ?? 0) < to; place++) {
      const value = values[place] ?? Number.NaN;
      if (!Number.isNaN(value)) own.push(value);
    }
    return mean(own);
  });
}

/**
 * Whether a figure is steady now. The first two thirds of the days say what is usual, by the median of their moving ranges; a week that shows
 * in them is taken away first. It is out of control when a rule is broken up to one of the last two days.
 * @param name of a day, for words: `Tuesday 3 November`
 * @returns null where there are too few days
 */
export function steadinessOf(
  days: readonly (number | null)[],
  firstWeekday: number,
  name: (place: number) => string,
  least: number,
): Steadiness | null {
  if (days.filter((value) => value !== null).length < fewestDays) return null;
  const middle = mean(days.filter((value) => value !== null)) ?? 0;
  const baseline = Math.floor(days.length * baselineShare);
  const shape = weeklyShape(
    days.slice(0, baseline).map((value) => (value === null ? null : value - middle)),
    firstWeekday,
  );
  const isWeekly = shape !== null && shape.strength >= leastStrength;
  const level = days.map((value, place) =>
    value === null || !isWeekly ? value : value - (shape.days[(place + firstWeekday) % 7] ?? 0),
  );
  const known = level.slice(0, baseline).filter((value) => value !== null).length;
  const chart = controlChart(level, { baseline: Math.max(8, known), ranges: 'median' });
  if (!chart) return null;
  const { rules, signals } = nelson(level, chart);
  const found = signals
    .filter(({ rule, last }) => nowRules.includes(rule) && last >= days.length - 2)
    .map(({ rule, first }) => since(level, chart, Math.max(first, staysFrom(level, chart, rule === 2 ? 0 : 1)), rule))
    .toSorted((a, b) => a.since - b.since)
    .find(({ shift }) => Math.abs(shift) >= least);
  const words = found
    ? `Out of control since ${name(found.since)}: ${nelsonWords[found.rule]}.`
    : 'Steady: what it does is what it did.';
  return { chart, rules, since: found?.since ?? null, rule: found?.rule ?? null, shift: found?.shift ?? 0, words };
}

function since(level: readonly (number | null)[], { centre }: ControlChart, place: number, rule: NelsonRule) {
  const after = level.slice(place).filter((value) => value !== null);
  return { since: place, rule, shift: (mean(after) ?? centre) - centre };
}

/** The first day from which on all lie on one side, by more than so many σ: a pattern may begin with days that are as usual. */
function staysFrom(level: readonly (number | null)[], { centre, sigma }: ControlChart, sigmas: number): number {
  const end = Math.sign((level.findLast((value) => value !== null) ?? centre) - centre);
  const leaves = level.findLastIndex((value) => value !== null && (value - centre) * end <= sigmas * sigma);
  return leaves + 1;
}

/** The devices whose measure got worse most in the last week, by the 95th percentile. */
export function isMover(measure: Measure, { week, weekBefore }: DeviceTrend): boolean {
  if (!week || !weekBefore || week.p95 <= weekBefore.p95) return false;
  return week.p95 - weekBefore.p95 >= Math.max(measure.least, measure.leastShare * weekBefore.p95);
}
