// pure
import { zeros } from '../block/doubles.ts';
import type { Buckets, Folds } from '../rollup/buckets.ts';
import { emptyFolds } from '../rollup/fold.ts';

/** The folds of one series in buckets without a gap, the first at `start`; null when it has no sample in them. */
export function spread({ starts, length, folds }: Buckets, series: number, start: number, count: number): Folds | null {
  const from = folds[series] as Folds;
  if (!from.count.some((one) => one > 0)) return null;
  if (starts.length === count) return from;
  const into = emptyFolds(count);
  const places = starts.map((one) => (one - start) / length);
  const put = (source: Float64Array, target: Float64Array) => {
    for (let i = 0; i < places.length; i++) target[places[i] as number] = source[i] as number;
    return target;
  };
  put(from.min, into.min);
  put(from.max, into.max);
  put(from.sum, into.sum);
  put(from.count, into.count);
  put(from.last, into.last);
  if (from.states === undefined) return into;
  return { ...into, states: new Map([...from.states].map(([state, ms]) => [state, put(ms, zeros(count))])) };
}
