// pure
/** When something is full: the line of its present regime, its spread, and what trying it on the history shows. docs/capacity.md has it in words. */
import { certain } from '@fettle/shared/rules/trend';
import { seedOf } from '@fettle/shared/statistics/random';
import { theilSen } from '@fettle/shared/statistics/theil-sen';
import { expected, type Fit, fitOf } from './fit.ts';
import { remarkOf } from './remark.ts';
import { type Band, bandAt, farthestDays, type Path, pathsOf, reached } from './spread.ts';
import { fewestDays, type Trial, trialOf } from './trial.ts';
import type { Day, Forecast, ForecastDetail, Subject } from './types.ts';

export const dayMs = 86_400_000;
const draws = 200;
/** Of what is to come so many points are given at most. */
const comingPoints = 60;
const never: Band = { low: Number.POSITIVE_INFINITY, middle: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY };

interface Reckoned {
  readonly forecast: Forecast;
  readonly fit: Fit | null;
  readonly paths: readonly Path[];
}

/** @param always tried on the history even where there is no date, for who looks at one */
export function forecastOf(subject: Subject, now: number, always = false): Forecast {
  return reckon(subject, now, always).forecast;
}

/** With its past and its cone. */
export function detailOf(subject: Subject, now: number): ForecastDetail {
  const { forecast, fit, paths } = reckon(subject, now, true);
  const history = subject.days.map(({ at, value }): [number, number] => [Math.round(at * dayMs), value]);
  return { forecast, history, coming: fit === null ? [] : comingOf(fit, paths, forecast, now) };
}

function reckon(subject: Subject, now: number, always: boolean): Reckoned {
  const { days, limit, weekly, id } = subject;
  const known = days.length;
  if (known < fewestDays) {
    const remark = remarkOf({ subject, known, now, fit: null, until: never, weekFaster: null, widened: false });
    return {
      forecast: toForecast(subject, { slope: 0, days: known, until: never, trial: null, remark }, now),
      fit: null,
      paths: [],
    };
  }
  const fit = fitOf(days, limit, weekly, now / dayMs);
  const seed = seedOf(id);
  const leads = isLeading(fit, subject);
  const narrow = pathsOf(fit, seed, draws);
  const soon = leads && reached(narrow, fit, limit).low <= farthestDays;
  const trial = soon || always ? tried(subject, fit, seed) : null;
  const paths = trial === null || trial.widen === 1 ? narrow : pathsOf(fit, seed, draws, trial.widen);
  const until =
    subject.value >= limit && leads ? { low: 0, middle: 0, high: 0 } : leads ? reached(paths, fit, limit) : never;
  const weekFaster = soon ? fasterWeek(subject, until.middle, now) : null;
  // What was missed by less than a hundredth of the limit nobody would call missed.
  const widened = (trial?.widen ?? 1) > 1.25 && (trial?.error ?? 0) > 0.01;
  const remark = remarkOf({ subject, known, now, fit, until, weekFaster, widened });
  const body = { slope: fit.slope, days: fit.regime.days.length, until, trial, remark };
  return { forecast: toForecast(subject, body, now), fit, paths };
}

/** Whether enough slopes lead to the limit, as the rules of the kind `trend` ask it. */
function isLeading(fit: Fit, { value, limit, days }: Subject): boolean {
  if (value >= limit) return days.some((one) => one.value < limit);
  return fit.slope > 0 && fit.rising >= certain;
}

/** On its own regime where that is long enough, else on all that is known; only its own regime says how wide the spread is. */
function tried(subject: Subject, fit: Fit, seed: number): Trial | null {
  const own = fit.regime.moved === 0 ? daysSince(subject.days, fit.regime.since) : [];
  const trial = trialOf(subject, own, seed);
  if (trial !== null && (trial.tries >= 3 || own.length === subject.days.length)) return trial;
  const all = trialOf(subject, subject.days, seed);
  return all && { ...all, widen: 1 };
}

const daysSince = (days: readonly Day[], since: number | null) =>
  since === null ? days : days.filter(({ day }) => day >= since);

/** Days until the limit at the pace of the last week, where that is less than half of what the regime says. */
function fasterWeek({ days, limit, weekly }: Subject, until: number, now: number): number | null {
  if (weekly) return null;
  const at = now / dayMs;
  const week = days.filter((one) => one.at > at - 7.5).map((one) => [one.at - at, one.value] as const);
  const line = week.length < 5 ? null : theilSen(week);
  if (!line || line.slope <= 0 || line.intercept >= limit) return null;
  const pace = (limit - line.intercept) / line.slope;
  return pace < until / 2 ? pace : null;
}

interface Body {
  readonly slope: number;
  readonly days: number;
  readonly until: Band;
  readonly trial: Trial | null;
  readonly remark: string;
}

function toForecast(subject: Subject, { slope, days, until, trial, remark }: Body, now: number): Forecast {
  const { weekly: _weekly, days: _days, ...named } = subject;
  const date = (inDays: number) => (Number.isFinite(inDays) ? now + Math.round(inDays * dayMs) : null);
  return {
    ...named,
    attributes: { ...named.attributes },
    slopePerDay: slope,
    fullAt: date(until.middle),
    earliestAt: date(until.low),
    latestAt: date(until.high),
    days,
    trial: trial && { horizonDays: trial.horizonDays, error: trial.error, within: trial.within, tries: trial.tries },
    remark,
  };
}

/** From now until a little after it is full; two months where it is not. */
function comingOf(fit: Fit, paths: readonly Path[], { fullAt }: Forecast, now: number): ForecastDetail['coming'] {
  const until = fullAt === null ? 60 : (fullAt - now) / dayMs;
  const last = Math.min(farthestDays, Math.max(30, Math.ceil(1.25 * until)));
  const step = Math.max(1, Math.ceil(last / comingPoints));
  const coming: ForecastDetail['coming'] = [];
  for (let days = 0; days <= last; days += step) {
    const { low, high } = bandAt(paths, fit, days);
    const middle = expected(fit, fit.at + days);
    const [least, most] = [Math.min(low, middle), Math.max(high, middle)];
    coming.push([now + days * dayMs, Math.max(0, least), Math.max(0, middle), Math.max(0, most)]);
  }
  return coming;
}
