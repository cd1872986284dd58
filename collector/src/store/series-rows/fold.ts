// pure
import type { Aggregation } from '@fettle/shared/api/series';

export type Points = [time: number, value: number | null][];
/** What this store can do; it makes room for another. */
export type Known = Exclude<Aggregation, 'p50' | 'p90' | 'p95' | 'p99' | 'rate' | 'time'>;

/** Takes the samples of one series, in ascending order of time and sequence, and gives its points. */
export interface Collector {
  add(time: number, value: number): void;
  points(): Points;
}

/** Every sample a point. */
export class RawSamples implements Collector {
  readonly #points: Points = [];

  add(time: number, value: number): void {
    this.#points.push([time, value]);
  }

  points(): Points {
    return this.#points;
  }
}

/** The steps of a range: they begin at multiples of their length since 1970. */
export interface Steps {
  /** Beginning of the first, and length; ms. */
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

export function stepsOf(from: number, to: number, length: number): Steps {
  const first = Math.floor(from / length);
  return { start: first * length, length, count: Math.floor((to - 1) / length) - first + 1 };
}

/** One value a step, null where no sample is. Sums add in the order of the samples. */
export class FoldedSamples implements Collector {
  readonly #steps: Steps;
  readonly #agg: Known;
  readonly #combine: (before: number, value: number) => number;
  readonly #values: Float64Array;
  readonly #counts: Float64Array;

  constructor(steps: Steps, agg: Known) {
    this.#steps = steps;
    this.#agg = agg;
    this.#combine = combine[agg];
    this.#values = new Float64Array(steps.count);
    this.#counts = new Float64Array(steps.count);
  }

  add(time: number, value: number): void {
    const step = Math.floor((time - this.#steps.start) / this.#steps.length);
    const count = this.#counts[step] ?? 0;
    this.#values[step] = count === 0 ? value : this.#combine(this.#values[step] ?? 0, value);
    this.#counts[step] = count + 1;
  }

  points(): Points {
    const { start, length, count } = this.#steps;
    return Array.from({ length: count }, (_, step) => [start + step * length, this.#result(step)]);
  }

  #result(step: number): number | null {
    const count = this.#counts[step] ?? 0;
    if (count === 0) return null;
    if (this.#agg === 'count') return count;
    const value = this.#values[step] ?? 0;
    return this.#agg === 'avg' ? value / count : value;
  }
}

const combine: Readonly<Record<Known, (before: number, value: number) => number>> = {
  avg: (before, value) => before + value,
  sum: (before, value) => before + value,
  min: Math.min,
  max: Math.max,
  count: (_, value) => value,
  last: (_, value) => value,
};
