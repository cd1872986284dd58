// pure
import { zeros } from '../block/doubles.ts';
import { bucketMs } from './buckets.ts';

/** Time in each state as buckets.ts says, for buckets of five minutes; `from` to `to` (exclusive) are a bucket's rows. */
export function stateTimes(
  times: Float64Array,
  column: Float64Array,
  spans: readonly { readonly start: number; readonly from: number; readonly to: number }[],
): Map<number, Float64Array> {
  const found = new Map<number, Float64Array>();
  const add = (bucket: number, state: number, ms: number) => {
    let all = found.get(state);
    if (all === undefined) found.set(state, (all = zeros(spans.length)));
    all[bucket] = (all[bucket] as number) + ms;
  };
  for (const [bucket, { start, from, to }] of spans.entries()) {
    const rows: number[] = [];
    for (let row = from; row < to; row++) if (!Number.isNaN(column[row])) rows.push(row);
    const timeOf = (i: number) => times[rows[i] as number] as number;
    const stateOf = (i: number) => column[rows[i] as number] as number;
    const end = rows.length - 1;
    if (end === 0) {
      add(bucket, stateOf(0), bucketMs.five);
      continue;
    }
    for (let i = 0; i <= end; i++) {
      const time = timeOf(i);
      const before = i > 0 ? (time - timeOf(i - 1)) / 2 : Math.min((timeOf(1) - time) / 2, time - start);
      const after =
        i < end ? (timeOf(i + 1) - time) / 2 : Math.min((time - timeOf(i - 1)) / 2, start + bucketMs.five - time);
      add(bucket, stateOf(i), before + after);
    }
  }
  return new Map([...found].toSorted(([a], [b]) => a - b));
}
