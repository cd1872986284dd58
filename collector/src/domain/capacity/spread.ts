// pure
/**
 * How far what comes may lie from the line: the days’ distances from it are drawn again in blocks, so that days that hang together stay
 * together (moving block bootstrap: H. R. Künsch, “The Jackknife and the Bootstrap for General Stationary Observations”, Annals of
 * Statistics 17, 1989). The same seed draws the same.
 */
import { randomFrom } from '@fettle/shared/statistics/random';
import { median, medianAbsoluteDeviation, normalSpread, quantileSorted } from '@fettle/shared/statistics/quantile';
import { type Fit, weekday } from './fit.ts';

/** One way that it may go: it begins at `level`, grows by `slope` a day, and strays by `stray` × √days. */
export interface Path {
  readonly level: number;
  readonly slope: number;
  readonly stray: number;
}

export interface Band {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** The middle 80 %. */
const [lowShare, highShare] = [0.1, 0.9];
/** A distance beyond so many deviations counts as so many: one wild day must not bend the line. */
const wildest = 4;
const levelDays = 14;
/** Beyond two years no date is told. */
export const farthestDays = 730;

/** @param draws how many ways; @param widen what the trial on the history asks to stretch their spread by */
export function pathsOf(fit: Fit, seed: number, draws: number, widen = 1): Path[] {
  const distances = tamed(fit.residuals);
  const count = distances.length;
  const block = Math.max(1, Math.min(Math.max(7, Math.round(Math.sqrt(count))), Math.floor(count / 2)));
  const random = randomFrom(seed);
  const drawn = new Float64Array(count);
  const wander = wanderOf(distances);
  return Array.from({ length: draws }, () => {
    for (let place = 0; place < count; place += block) {
      const from = Math.floor(random() * count);
      for (let k = 0; k < block && place + k < count; k++) drawn[place + k] = distances[(from + k) % count] ?? 0;
    }
    const { slope, end } = lineOf(drawn);
    // What the one day at which it is full adds of its own.
    const own = distances[Math.floor(random() * count)] ?? 0;
    const [ahead, past] = [wander * normal(random), (wander * normal(random)) / Math.sqrt(count)];
    return { slope: fit.slope + widen * (slope + past), level: fit.level + widen * (end + own), stray: widen * ahead };
  });
}

/**
 * How far a walk of chance strays in a day; its distance grows with the root of the days, and blocks of a week do not show it. Distances over a
 * week are √7 times those over a day where all is a walk, and the same where all is noise (the variance ratio of A. W. Lo, A. C. MacKinlay,
 * “Stock Market Prices Do Not Follow Random Walks”, 1988, with medians in place of variances).
 */
function wanderOf(distances: readonly number[]): number {
  const over = (days: number) =>
    median(distances.slice(days).map((value, place) => Math.abs(value - (distances[place] ?? 0)))) ?? 0;
  const [day, week] = [over(1), over(7)];
  if (day === 0 || distances.length < 2 * 7) return 0;
  const noise = 1 / Math.sqrt(7);
  const share = (week / (Math.sqrt(7) * day) - noise) / (1 - noise);
  return normalSpread * day * Math.min(Math.max(share, 0), 1);
}

/** Box–Muller. */
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The spread at so many days from now, with the shape of the week. */
export function bandAt(paths: readonly Path[], { shape, at }: Fit, days: number): Band {
  const add = shape?.[weekday(Math.floor(at + days))] ?? 0;
  const sorted = Float64Array.from(paths, (path) => after(path, days)).toSorted();
  const share = (one: number) => quantileSorted(sorted, one) + add;
  return { low: share(lowShare), middle: share(0.5), high: share(highShare) };
}

/** Days until the limit is reached: the middle way, and the earliest and latest tenth. `Infinity`: not within two years. */
export function reached(paths: readonly Path[], fit: Fit, limit: number): Band {
  const sorted = paths.map((path) => untilReached(path, fit, limit)).toSorted((a, b) => a - b);
  // Between a day and never there is nothing in between.
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.POSITIVE_INFINITY;
  return { low: at(lowShare), middle: at(0.5), high: at(highShare) };
}

const after = ({ level, slope, stray }: Path, days: number) => level + slope * days + stray * Math.sqrt(days);

function untilReached(path: Path, { shape, at }: Fit, limit: number): number {
  const peak = shape === null ? 0 : Math.max(...shape);
  const first = crossing(path, limit - peak);
  if (shape === null || first > farthestDays) return first > farthestDays ? Number.POSITIVE_INFINITY : first;
  // From when the highest day of the week may reach it, day by day.
  for (let days = Math.floor(first); days <= farthestDays; days++) {
    if (after(path, days) + (shape[weekday(Math.floor(at + days))] ?? 0) >= limit) return days;
  }
  return Number.POSITIVE_INFINITY;
}

/** The first root of slope × u² + stray × u = limit − level, with u = √days. */
function crossing({ level, slope, stray }: Path, limit: number): number {
  const distance = limit - level;
  if (distance <= 0) return 0;
  if (slope === 0) return stray > 0 ? (distance / stray) ** 2 : Number.POSITIVE_INFINITY;
  const inner = stray * stray + 4 * slope * distance;
  const root = inner < 0 ? -1 : (Math.sqrt(inner) - stray) / (2 * slope);
  return root > 0 ? root * root : Number.POSITIVE_INFINITY;
}

function tamed(residuals: readonly number[]): number[] {
  const middle = median(residuals) ?? 0;
  const most = wildest * normalSpread * (medianAbsoluteDeviation(residuals) ?? 0);
  return residuals.map((value) => Math.min(Math.max(value, middle - most), middle + most) - middle);
}

/** The best line through distances of one day after another: its slope, and how high their end lies. */
function lineOf(distances: Float64Array): { slope: number; end: number } {
  const count = distances.length;
  const mid = (count - 1) / 2;
  let [sxx, sxy, end] = [0, 0, 0];
  const last = Math.min(levelDays, count);
  for (let place = 0; place < count; place++) {
    const value = distances[place] ?? 0;
    sxx += (place - mid) ** 2;
    sxy += (place - mid) * value;
    if (place >= count - last) end += value;
  }
  return { slope: sxx === 0 ? 0 : sxy / sxx, end: end / last };
}
