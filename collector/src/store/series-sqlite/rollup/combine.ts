// pure
import { zeros } from '../block/doubles.ts';
import { bucketMs, type Buckets, type Folds } from './buckets.ts';
import { emptyFolds } from './fold.ts';
import { areSingles, singles } from './singles.ts';

/** Hours of five-minute buckets; a sum begins with its first part. */
export function foldHours(five: Buckets): Buckets {
  const hours = Float64Array.from(five.starts, (start) => Math.floor(start / bucketMs.hour) * bucketMs.hour);
  const starts = hours.filter((start, i) => i === 0 || start !== hours[i - 1]);
  let at = -1;
  const places = Int32Array.from(hours, (start, i) => (i === 0 || start !== hours[i - 1] ? ++at : at));
  return {
    length: bucketMs.hour,
    starts,
    series: five.series,
    decimals: five.decimals,
    folds: five.folds.map((folds) => {
      const into = emptyFolds(starts.length);
      return put(into, folds, places);
    }),
  };
}

/**
 * One Buckets of several whose buckets are all different and of the same length.
 * @throws RangeError if two have the same bucket
 */
export function joinBuckets(parts: readonly Buckets[]): Buckets {
  const [only] = parts;
  if (only === undefined) throw new RangeError('There are no buckets to join.');
  if (parts.length === 1) return only;
  const following = joinFollowing(parts);
  if (following !== null) return following;
  const joined = union(parts);
  if (joined.starts.length < parts.reduce((sum, { starts }) => sum + starts.length, 0)) {
    throw new RangeError('The same bucket stands in two parts that should be disjoint.');
  }
  return joined;
}

/** The same where they follow each other and have the same series; else null. */
function joinFollowing(parts: readonly Buckets[]): Buckets | null {
  const [first] = parts as readonly [Buckets];
  for (let i = 0; i < parts.length; i++) {
    const { length, starts, series, folds } = parts[i] as Buckets;
    const before = parts[i - 1]?.starts.at(-1) ?? -Infinity;
    if (length !== first.length || !((starts[0] as number) > before) || !isSame(series, first.series)) return null;
    if (folds.some(({ states }, place) => (states === undefined) !== (first.folds[place]?.states === undefined)))
      return null;
  }
  const count = parts.reduce((sum, { starts }) => sum + starts.length, 0);
  const join = (of: (part: Buckets) => Float64Array) => {
    const into = zeros(count);
    let at = 0;
    for (const part of parts) {
      const values = of(part);
      into.set(values, at);
      at += values.length;
    }
    return into;
  };
  return {
    length: first.length,
    starts: join(({ starts }) => starts),
    series: first.series,
    decimals: first.decimals.map((one, i) =>
      parts.reduce((most, part) => Math.max(most, part.decimals[i] as number), one),
    ),
    folds: first.folds.map(({ states }, i) => {
      const of = (part: Buckets) => part.folds[i] as Folds;
      if (states === undefined && parts.every((part) => areSingles(of(part)))) {
        return singles(
          join((part) => of(part).min),
          join((part) => of(part).count),
        );
      }
      const folds = {
        min: join((part) => of(part).min),
        max: join((part) => of(part).max),
        sum: join((part) => of(part).sum),
        count: join((part) => of(part).count),
        last: join((part) => of(part).last),
      };
      return states === undefined ? folds : { ...folds, states: joinStates(parts, i, count) };
    }),
  };
}

function joinStates(parts: readonly Buckets[], place: number, count: number): ReadonlyMap<number, Float64Array> {
  const all = new Map<number, Float64Array>();
  let at = 0;
  for (const { starts, folds } of parts) {
    for (const [state, ms] of folds[place]?.states ?? []) {
      const into = all.get(state) ?? zeros(count);
      into.set(ms, at);
      all.set(state, into);
    }
    at += starts.length;
  }
  return new Map([...all].toSorted(([a], [b]) => a - b));
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Both together. Where they have the same bucket of a series, `b` has the later samples. */
export function addBuckets(a: Buckets, b: Buckets): Buckets {
  return union([a, b]);
}

function union(parts: readonly Buckets[]): Buckets {
  const length = (parts[0] as Buckets).length;
  if (parts.some((part) => part.length !== length)) throw new RangeError('Buckets of different lengths do not mix.');
  const starts = Float64Array.from(new Set(parts.flatMap((part) => [...part.starts]))).toSorted();
  const placeOf = new Map([...starts].map((start, place) => [start, place]));
  const found = new Map<number, { decimals: number; folds: Folds }>();
  for (const part of parts) {
    const places = Int32Array.from(part.starts, (start) => placeOf.get(start) as number);
    for (const [i, number] of part.series.entries()) {
      const before = found.get(number) ?? { decimals: 0, folds: emptyFolds(starts.length) };
      const folds = put(before.folds, part.folds[i] as Folds, places);
      found.set(number, { decimals: Math.max(before.decimals, part.decimals[i] as number), folds });
    }
  }
  const series = Int32Array.from(found.keys()).toSorted();
  const all = Array.from(series, (number) => found.get(number) as { decimals: number; folds: Folds });
  const decimals = Uint8Array.from(all, (one) => one.decimals);
  return { length, starts, series, decimals, folds: all.map(({ folds }) => folds) };
}

/** Adds each bucket of `from` to that of `into` at its place. @returns `into`, with states if either has */
function put(into: Folds, from: Folds, places: Int32Array): Folds {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const count = from.count[i] as number;
    if (count === 0) continue;
    const before = into.count[place] as number;
    const { min, max, sum, last } = from;
    into.min[place] = before === 0 ? (min[i] as number) : Math.min(into.min[place] as number, min[i] as number);
    into.max[place] = before === 0 ? (max[i] as number) : Math.max(into.max[place] as number, max[i] as number);
    into.sum[place] = before === 0 ? (sum[i] as number) : (into.sum[place] as number) + (sum[i] as number);
    into.count[place] = before + count;
    into.last[place] = last[i] as number;
  }
  return from.states === undefined ? into : { ...into, states: addStates(into, from.states, places) };
}

function addStates(
  into: Folds,
  from: ReadonlyMap<number, Float64Array>,
  places: Int32Array,
): ReadonlyMap<number, Float64Array> {
  const all = new Map(into.states);
  for (const [state, ms] of from) {
    const sums = all.get(state) ?? new Float64Array(into.count.length);
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      sums[place] = (sums[place] as number) + (ms[i] as number);
    }
    all.set(state, sums);
  }
  return new Map([...all].toSorted(([a], [b]) => a - b));
}
