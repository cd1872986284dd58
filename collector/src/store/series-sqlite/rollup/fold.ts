// pure
import { powers } from '../block/column.ts';
import { absent, zeros } from '../block/doubles.ts';
import type { Rows } from '../block/rows.ts';
import { bucketMs, type Buckets, type Folds } from './buckets.ts';
import { foldSingles, scaledSingles } from './singles.ts';
import { stateTimes } from './state-times.ts';

/** Rows `from` to `to` (exclusive) lie in the bucket. */
interface Span {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** Makes five-minute buckets of columns that are given one after the other. */
export class Folding {
  readonly #times: Float64Array;
  readonly #spans: readonly Span[];
  readonly #filled: Uint8Array;
  readonly #series: number[] = [];
  readonly #decimals: number[] = [];
  readonly #folds: Folds[] = [];
  /** Rows in each bucket: what series have in common that are in all of them. */
  #counts: Float64Array | null = null;

  /** @param times of the rows, ascending */
  constructor(times: Float64Array) {
    this.#times = times;
    this.#spans = spansOf(times, bucketMs.five);
    this.#filled = new Uint8Array(this.#spans.length);
  }

  /** @param column a value a row; nothing of it is kept @param series in ascending order; one without any sample is left out */
  add(series: number, decimals: number, column: Float64Array, isState: boolean): void {
    this.#push(series, decimals, foldColumn(column, this.#spans, this.#filled), column, isState);
  }

  /** The same of values that are all there, whole, and multiplied by ten to the power of `decimals`. */
  addScaled(series: number, decimals: number, scaled: Float64Array, isState: boolean): void {
    const power = powers[decimals] as number;
    this.#counts ??= this.#countAll();
    const folds = foldScaled(scaled, power, this.#spans, this.#counts);
    this.#push(series, decimals, folds, isState && power > 1 ? scaled.map((value) => value / power) : scaled, isState);
  }

  #countAll(): Float64Array {
    this.#filled.fill(1);
    return Float64Array.from(this.#spans, ({ from, to }) => to - from);
  }

  #push(series: number, decimals: number, folds: Folds | null, column: Float64Array, isState: boolean): void {
    if (folds === null) return;
    this.#series.push(series);
    this.#decimals.push(decimals);
    this.#folds.push(isState ? { ...folds, states: stateTimes(this.#times, column, this.#spans) } : folds);
  }

  /** Buckets without any sample are left out. */
  end(): Buckets {
    const all: Buckets = {
      length: bucketMs.five,
      starts: Float64Array.from(this.#spans, ({ start }) => start),
      series: Int32Array.from(this.#series),
      decimals: Uint8Array.from(this.#decimals),
      folds: this.#folds,
    };
    return this.#filled.includes(0) ? withoutEmpty(all, this.#filled) : all;
  }
}

/** Five-minute buckets of rows. Series without any sample are left out. A sum begins with its first sample. */
export function foldRows(rows: Rows, isState: (series: number) => boolean): Buckets {
  const folding = new Folding(rows.times);
  for (let i = 0; i < rows.columns.length; i++) {
    const series = rows.series[i] as number;
    folding.add(series, rows.decimals[i] as number, rows.columns[i] as Float64Array, isState(series));
  }
  return folding.end();
}

/** As `foldColumn`, of values that are all there, and scaled. */
function foldScaled(scaled: Float64Array, power: number, spans: readonly Span[], count: Float64Array): Folds {
  if (count.length === scaled.length) return scaledSingles(scaled, power, count);
  const [min, max, sum, last] = [zeros(count.length), zeros(count.length), zeros(count.length), zeros(count.length)];
  for (let bucket = 0; bucket < spans.length; bucket++) {
    const { from, to } = spans[bucket] as Span;
    const first = scaled[from] as number;
    let low = first;
    let high = first;
    let total = first / power;
    if (power === 1) {
      for (let row = from + 1; row < to; row++) {
        const value = scaled[row] as number;
        if (value < low) low = value;
        else if (value > high) high = value;
        total += value;
      }
    } else {
      for (let row = from + 1; row < to; row++) {
        const value = scaled[row] as number;
        if (value < low) low = value;
        else if (value > high) high = value;
        total += value / power;
      }
    }
    min[bucket] = low / power;
    max[bucket] = high / power;
    sum[bucket] = total;
    last[bucket] = (scaled[to - 1] as number) / power;
  }
  return { min, max, sum, count, last };
}

function spansOf(times: Float64Array, length: number): Span[] {
  const spans: Span[] = [];
  let from = 0;
  while (from < times.length) {
    const start = Math.floor((times[from] as number) / length) * length;
    let to = from + 1;
    while (to < times.length && (times[to] as number) < start + length) to++;
    spans.push({ start, from, to });
    from = to;
  }
  return spans;
}

/** @returns null for a column without samples. Marks in `filled` the buckets that have some. */
function foldColumn(column: Float64Array, spans: readonly Span[], filled: Uint8Array): Folds | null {
  // Where frames are as far apart as buckets are long.
  if (spans.length === column.length) return foldSingles(column, filled);
  const folds = emptyFolds(spans.length);
  let any = false;
  for (let bucket = 0; bucket < spans.length; bucket++) {
    const { from, to } = spans[bucket] as Span;
    let row = from;
    while (row < to && Number.isNaN(column[row])) row++;
    if (row === to) continue;
    let last = column[row] as number;
    let [min, max, sum, count] = [last, last, last, 1];
    for (row++; row < to; row++) {
      const value = column[row] as number;
      if (Number.isNaN(value)) continue;
      // Equal ones may differ in the sign of 0.
      if (value <= min) min = value < min ? value : Math.min(min, value);
      if (value >= max) max = value > max ? value : Math.max(max, value);
      sum += value;
      count++;
      last = value;
    }
    folds.min[bucket] = min;
    folds.max[bucket] = max;
    folds.sum[bucket] = sum;
    folds.count[bucket] = count;
    folds.last[bucket] = last;
    filled[bucket] = 1;
    any = true;
  }
  return any ? folds : null;
}

/** Without samples in any bucket. */
export function emptyFolds(buckets: number): Folds {
  return {
    min: absent(buckets),
    max: absent(buckets),
    sum: absent(buckets),
    count: zeros(buckets),
    last: absent(buckets),
  };
}

function withoutEmpty(buckets: Buckets, filled: Uint8Array): Buckets {
  const keep = (values: Float64Array) => values.filter((_, i) => filled[i] === 1);
  return {
    ...buckets,
    starts: keep(buckets.starts),
    folds: buckets.folds.map(({ min, max, sum, count, last, states }) => ({
      min: keep(min),
      max: keep(max),
      sum: keep(sum),
      count: keep(count),
      last: keep(last),
      ...(states && { states: new Map([...states].map(([state, ms]) => [state, keep(ms)])) }),
    })),
  };
}
