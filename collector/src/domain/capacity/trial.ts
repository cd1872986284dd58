// pure
/** How good forecasts of this thing were: the past is forecast from a time when it was the future, and held against what came. */
import { median, quantile } from '@fettle/shared/statistics/quantile';
import { expected, fitOf } from './fit.ts';
import { bandAt, pathsOf } from './spread.ts';
import type { Day, Subject } from './types.ts';

export interface Trial {
  readonly horizonDays: number;
  /** The median distance between what was forecast and what came, as a share of the limit. */
  readonly error: number;
  /** The share of what came that lay within the 80 % spread. */
  readonly within: number;
  readonly tries: number;
  /** What the spread is to be stretched by so that four of five tries had lain within; 1: it was wide enough. */
  readonly widen: number;
}

/** Less history than this before a try says too little. */
export const fewestDays = 14;
const horizon = { least: 7, most: 30 };
const mostTries = 8;
/** Fewer tell nothing of the spread. */
const fewestTries = 4;
const draws = 100;
/** A spread is stretched no further: beyond it the model is wrong, not the spread. */
const mostWiden = 4;

/** @param days of one regime, or all that is known; null: too few for a single try */
export function trialOf(
  { limit, weekly }: Pick<Subject, 'limit' | 'weekly'>,
  days: readonly Day[],
  seed: number,
): Trial | null {
  const horizonDays = Math.max(horizon.least, Math.min(horizon.most, Math.floor(days.length / 4)));
  const origins = originsOf(days.length, horizonDays);
  if (origins.length === 0 || limit <= 0) return null;
  const tries = origins.map((origin) => {
    const known = days.slice(0, origin);
    const came = days[origin - 1 + horizonDays] ?? days.at(-1);
    const at = known.at(-1)?.at ?? 0;
    const fit = fitOf(known, limit, weekly, at);
    const ahead = (came?.at ?? at) - at;
    const { low, high } = bandAt(pathsOf(fit, seed + origin, draws), fit, ahead);
    const [forecast, real] = [expected(fit, at + ahead), came?.value ?? 0];
    const reach = real >= forecast ? high - forecast : forecast - low;
    return { error: Math.abs(real - forecast), inside: real >= low && real <= high, reach };
  });
  const stretched = tries.map(({ error, reach }) => (error === 0 ? 0 : reach > 0 ? error / reach : mostWiden));
  return {
    horizonDays,
    error: (median(tries.map(({ error }) => error)) ?? 0) / limit,
    within: tries.filter(({ inside }) => inside).length / tries.length,
    tries: tries.length,
    widen: tries.length < fewestTries ? 1 : Math.min(mostWiden, Math.max(1, quantile(stretched, 0.8) ?? 1)),
  };
}

/** How many days are known at each try, the newest first, evenly apart. */
function originsOf(count: number, horizonDays: number): number[] {
  const [newest, oldest] = [count - horizonDays, fewestDays];
  if (newest < oldest) return [];
  const apart = Math.max(1, Math.ceil((newest - oldest) / (mostTries - 1)));
  const origins: number[] = [];
  for (let origin = newest; origin >= oldest && origins.length < mostTries; origin -= apart) origins.push(origin);
  return origins;
}
