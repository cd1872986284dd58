/**
 * The folds of one series as columns (block/format-1/column.ts), as they were written until format 2. n is the number of buckets, m of those with samples; only these
 * are in the columns after the first.
 *
 *     head: 1 if scaled + 2 if states follow + 4 if m < n + 8 × decimals (one byte) · m (varint), if m < n
 *     counts (n)
 *     scaled: min · max − min · last − min · sum − count × min, each × 10^decimals · how far the sum is from that one's
 *             nearest double, in steps of doubles (m each; zigzag of the difference of the bits)
 *     else:   min · max · sum · last (m each)
 *     states: their number (varint), each: its value (a column of one) · ms in it (n)
 */
import { powers } from '../../block/column.ts';
import type { ColumnReader } from '../../block/format-1/columns.ts';
import type { Folds } from '../buckets.ts';
import { emptyFolds } from '../fold.ts';
import { stepped } from '../steps.ts';

const flag = { scaled: 1, states: 2, gaps: 4, decimals: 8 } as const;

function placesWith(count: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < count.length; i++) if ((count[i] as number) > 0) places.push(i);
  return places;
}

/** @returns undefined if it is not wanted: it is skipped then */
export function readFolds(
  from: ColumnReader,
  buckets: number,
  wanted: boolean,
): { folds: Folds; decimals: number } | undefined {
  const flags = from.heads.byte();
  const decimals = flags >> 3;
  const present = (flags & flag.gaps) === 0 ? buckets : from.heads.varint();
  const isScaled = (flags & flag.scaled) !== 0;
  if (present > buckets || decimals >= powers.length) throw new RangeError('A stored roll-up is damaged.');
  if (!wanted) {
    skipFolds(from, buckets, present, flags);
    return undefined;
  }
  const count = from.read(buckets).values;
  const columns = Array.from({ length: isScaled ? 5 : 4 }, () => from.read(present).values);
  const places = present < buckets ? placesWith(count) : null;
  const dense = isScaled ? unscale(columns, count, places, powers[decimals] as number) : plain(columns, count);
  const folds = places === null ? dense : putBack(dense, count, places);
  return { decimals, folds: (flags & flag.states) === 0 ? folds : { ...folds, states: readStates(from, buckets) } };
}

function skipFolds(from: ColumnReader, buckets: number, present: number, flags: number): void {
  from.skip(buckets);
  for (let rest = (flags & flag.scaled) === 0 ? 4 : 5; rest > 0; rest--) from.skip(present);
  if ((flags & flag.states) === 0) return;
  for (let rest = from.heads.varint(); rest > 0; rest--) {
    from.skip(1);
    from.skip(buckets);
  }
}

function readStates(from: ColumnReader, buckets: number): Map<number, Float64Array> {
  const states = new Map<number, Float64Array>();
  for (let rest = from.heads.varint(); rest > 0; rest--) {
    const state = from.read(1).values[0] as number;
    states.set(state, from.read(buckets).values);
  }
  return states;
}

function plain([min, max, sum, last]: readonly Float64Array[], count: Float64Array): Folds {
  return { min, max, sum, count, last } as Folds;
}

function unscale(
  columns: readonly Float64Array[],
  counts: Float64Array,
  places: readonly number[] | null,
  power: number,
): Folds {
  const [min, max, last, sum, steps] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < min.length; i++) {
    const base = Math.round((min[i] as number) * power);
    const count = counts[places === null ? i : (places[i] as number)] as number;
    max[i] = ((max[i] as number) + base) / power;
    last[i] = ((last[i] as number) + base) / power;
    sum[i] = stepped(((sum[i] as number) + count * base) / power, steps[i] as number);
  }
  return { min, max, sum, count: counts, last };
}

function putBack({ min, max, sum, last }: Folds, count: Float64Array, places: readonly number[]): Folds {
  const into = emptyFolds(count.length);
  for (const [i, place] of places.entries()) {
    into.min[place] = min[i] as number;
    into.max[place] = max[i] as number;
    into.sum[place] = sum[i] as number;
    into.last[place] = last[i] as number;
  }
  return { ...into, count };
}
