// pure
/**
 * Since when the present way of growing holds: a clean-up, a move of data, a new leak begin another one, and what was before says nothing of
 * what comes. Two things end the past: a jump that lasts, and a turn of the line (a break found by binary segmentation, held against the
 * gain that chance brings: Y.-C. Yao, “Estimating the number of change-points via Schwarz’ criterion”, 1988).
 */
import { median, medianAbsoluteDeviation, normalSpread } from '@fettle/shared/statistics/quantile';
import type { Day } from './types.ts';

export interface Regime {
  readonly days: readonly Day[];
  /** The first day of it; null: all that is known is of one kind. */
  readonly since: number | null;
  /** `cleaned`: it fell by so much; `jumped`: it rose; `turned`: it goes another way. */
  readonly why: 'cleaned' | 'jumped' | 'turned' | null;
  /** Fell again and again, and filled again: one regime. */
  readonly recurring: boolean;
  /** A jump that is too young to tell how it goes on: what was before it is moved by this much. */
  readonly moved: number;
}

/** A jump is so many times what neighbours usually differ by, */
const jumpDeviations = 8;
/** and so much of the limit. */
const jumpShare = 0.02;
/** After fewer days the growth of before it counts on. */
const fewestAfterJump = 14;
/** A line before and after a turn has so many days. */
const fewestOfLine = 10;
/** So many clean-ups are a habit. */
const habit = 3;
/** What chance gains by a break grows with ln n; days that hang together gain more, so three times the criterion’s own. */
const chance = 10;

/** @param limit what it fills: differences are held against it */
export function regimeOf(days: readonly Day[], limit: number): Regime {
  const jumps = jumpsOf(days, limit);
  if (jumps.filter(({ by }) => by < 0).length >= habit) {
    return { days, since: null, why: null, recurring: true, moved: 0 };
  }
  const last = jumps.at(-1);
  const whole = { since: null, why: null, recurring: false, moved: 0 } as const;
  if (!last) return turnedIn(days, limit, whole);
  const why = last.by < 0 ? 'cleaned' : 'jumped';
  const since = days[last.place]?.day ?? null;
  if (days.length - last.place >= fewestAfterJump) {
    return turnedIn(days.slice(last.place), limit, { ...whole, since, why });
  }
  const before = turnedIn(days.slice(jumps.at(-2)?.place ?? 0, last.place), limit, whole).days;
  const moved = before.map((one) => ({ ...one, value: one.value + last.by }));
  return { ...whole, days: [...moved, ...days.slice(last.place)], since, why, moved: last.by };
}

interface Jump {
  /** The first day after it. */
  readonly place: number;
  readonly by: number;
}

/** Steps from day to day that are far beyond the usual and last. */
function jumpsOf(days: readonly Day[], limit: number): Jump[] {
  const values = days.map(({ value }) => value);
  const steps = values.slice(1).map((value, place) => value - (values[place] ?? value));
  const usual = median(steps) ?? 0;
  const least = Math.max(jumpDeviations * normalSpread * (medianAbsoluteDeviation(steps) ?? 0), jumpShare * limit);
  return steps.flatMap((step, place) => {
    if (Math.abs(step - usual) <= least) return [];
    const [before, after] = [values.slice(Math.max(0, place - 2), place + 1), values.slice(place + 1, place + 4)];
    const lasting = (median(after) ?? 0) - (median(before) ?? 0);
    // Where the days after it go on at its pace it is no jump, it is the pace.
    const goesOn = Math.abs((median(after) ?? 0) - (after[0] ?? 0)) > 0.3 * Math.abs(step);
    const same = Math.sign(lasting) === Math.sign(step) && Math.abs(lasting) >= 0.6 * Math.abs(step);
    const lasts = after.length > 1 && same && !goesOn;
    return lasts ? [{ place: place + 1, by: step - usual }] : [];
  });
}

/** Cuts off what was before the last turn of the line. */
function turnedIn(days: readonly Day[], limit: number, found: Omit<Regime, 'days'>): Regime {
  const place = turnOf(days, limit);
  if (place === null) return { ...found, days };
  const rest = days.slice(place);
  return turnedIn(rest, limit, { ...found, since: rest[0]?.day ?? null, why: 'turned' });
}

/** Where two lines fit so much better than one that it is no chance; null: nowhere. */
function turnOf(days: readonly Day[], limit: number): number | null {
  const count = days.length;
  if (count < 2 * fewestOfLine) return null;
  const sums = prefixSums(days);
  // Below a hundred-thousandth of the limit nothing is told apart.
  const floor = count * (1e-5 * limit) ** 2;
  const one = sums.error(0, count) + floor;
  let [best, where] = [Number.POSITIVE_INFINITY, 0];
  for (let place = fewestOfLine; place <= count - fewestOfLine; place++) {
    const two = sums.error(0, place) + sums.error(place, count) + floor;
    if (two < best) [best, where] = [two, place];
  }
  const apart = Math.max(sums.hanging(0, where), sums.hanging(where, count));
  // Days that hang together count as fewer: of n with the correlation r from day to day n (1 − r) / (1 + r).
  const counted = (count * (1 - apart)) / (1 + apart);
  return counted * Math.log(one / best) > chance * Math.log(count) ? where : null;
}

type Sums = Float64Array;

/** Squared distances from the best line of any stretch of days, each in a few additions. */
function prefixSums(days: readonly Day[]) {
  const [x0, y0] = [days[0]?.at ?? 0, days[0]?.value ?? 0];
  // A single wild day is no turn: it counts as its neighbours do.
  const values = days.map(({ value }, place) =>
    place === 0 || place === days.length - 1
      ? value - y0
      : middleOf(days[place - 1]?.value ?? value, value, days[place + 1]?.value ?? value) - y0,
  );
  const kinds = Array.from({ length: 5 }, () => new Float64Array(days.length + 1));
  for (const [place, { at }] of days.entries()) {
    const [x, y] = [at - x0, values[place] ?? 0];
    for (const [kind, term] of [x, y, x * x, x * y, y * y].entries()) {
      const sums = kinds[kind];
      if (sums) sums[place + 1] = (sums[place] ?? 0) + term;
    }
  }
  const [sumX, sumY, sumXX, sumXY, sumYY] = kinds as [Sums, Sums, Sums, Sums, Sums];
  const moments = (from: number, to: number) => {
    const count = to - from;
    const between = (sums: Sums) => (sums[to] ?? 0) - (sums[from] ?? 0);
    const [x, y] = [between(sumX) / count, between(sumY) / count];
    const sxx = between(sumXX) - x * x * count;
    const sxy = between(sumXY) - x * y * count;
    const syy = between(sumYY) - y * y * count;
    return { x, y, slope: sxx > 0 ? sxy / sxx : 0, error: sxx > 0 ? syy - sxy ** 2 / sxx : syy };
  };
  return {
    error: (from: number, to: number) => Math.max(0, moments(from, to).error),
    /** How much the distance of a day from the line says of that of the next, 0 to 1. */
    hanging(from: number, to: number): number {
      const { x, y, slope } = moments(from, to);
      // The days as they are: a median of three hangs together by itself.
      const left = days.slice(from, to).map(({ at, value }) => value - y0 - y - slope * (at - x0 - x));
      const squares = left.reduce((sum, one) => sum + one * one, 0);
      const products = left.slice(1).reduce((sum, one, place) => sum + one * (left[place] ?? 0), 0);
      return squares === 0 ? 0 : Math.min(0.95, Math.max(0, products / squares));
    },
  };
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
