// pure
import { absent, zeros } from '../block/doubles.ts';
import type { Rows } from '../block/rows.ts';
import { bucketMs, type Buckets, type Folds } from './buckets.ts';
import { stateTimes } from './state-times.ts';

/** Rows `from` to `to` (exclusive) lie in the bucket. */
interface Span {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** Five-minute buckets of rows. Series without any sample are left out. A sum begins with its first sample. */
export function foldRows(rows: Rows, isState: (series: number) => boolean): Buckets {
  const spans = spansOf(rows.times, bucketMs.five);
  const kept: { number: number; decimals: number; folds: Folds }[] = [];
  const filled = new Uint8Array(spans.length);
  for (const [i, column] of rows.columns.entries()) {
    const number = rows.series[i] as number;
    const folds = foldColumn(column, spans, filled);
    if (folds === null) continue;
    const full = isState(number) ? { ...folds, states: stateTimes(rows.times, column, spans) } : folds;
    kept.push({ number, decimals: rows.decimals[i] as number, folds: full });
  }
  const all: Buckets = {
    length: bucketMs.five,
    starts: Float64Array.from(spans, ({ start }) => start),
    series: Int32Array.from(kept, ({ number }) => number),
    decimals: Uint8Array.from(kept, ({ decimals }) => decimals),
    folds: kept.map(({ folds }) => folds),
  };
  return filled.includes(0) ? withoutEmpty(all, filled) : all;
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
      min = Math.min(min, value);
      max = Math.max(max, value);
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
