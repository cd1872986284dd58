// pure
import { sliceRows } from '../block/merge.ts';
import type { Rows } from '../block/rows.ts';
import { spanMs } from '../files/schema.ts';
import type { Buckets, Folds } from '../rollup/buckets.ts';
import { spanOf } from './spans.ts';

/** Rows by the spans of two hours in which they lie; ascending, none empty. */
export function cutRows(rows: Rows): { readonly span: number; readonly rows: Rows }[] {
  const parts: { span: number; rows: Rows }[] = [];
  for (let at = 0; at < rows.count;) {
    const span = spanOf(rows.times[at] as number);
    const part = sliceRows(rows, span, span + spanMs);
    parts.push({ span, rows: part });
    at += part.count;
  }
  return parts;
}

/** The buckets that begin in [from, to), with all series: views of the same memory. */
export function cutBuckets(buckets: Buckets, from: number, to: number): Buckets {
  const { starts } = buckets;
  const first = starts.findIndex((start) => start >= from);
  if (first < 0) return slice(buckets, 0, 0);
  const behind = starts.findIndex((start) => start >= to);
  const end = behind < 0 ? starts.length : behind;
  return first === 0 && end === starts.length ? buckets : slice(buckets, first, end);
}

function slice(buckets: Buckets, first: number, end: number): Buckets {
  const part = (values: Float64Array) => values.subarray(first, end);
  return {
    ...buckets,
    starts: part(buckets.starts),
    folds: buckets.folds.map(({ min, max, sum, count, last, states }) => ({
      min: part(min),
      max: part(max),
      sum: part(sum),
      count: part(count),
      last: part(last),
      ...(states && { states: new Map([...states].map(([state, ms]) => [state, part(ms)])) }),
    })),
  };
}

/** Series that have no sample in any bucket left out, and states that lasted in none. */
export function withoutUnused(buckets: Buckets): Buckets {
  const used = buckets.folds.map(({ count }) => count.some((one) => one > 0));
  const keep = (_: unknown, i: number) => used[i] === true;
  return {
    ...buckets,
    series: buckets.series.filter(keep),
    decimals: buckets.decimals.filter(keep),
    folds: buckets.folds.filter(keep).map(withoutUnusedStates),
  };
}

function withoutUnusedStates(folds: Folds): Folds {
  if (folds.states === undefined) return folds;
  return { ...folds, states: new Map([...folds.states].filter(([, ms]) => ms.some((one) => one > 0))) };
}
