/**
 * The folds of one series as columns (block/column.ts). n is the number of buckets, m of those with samples; only these
 * are in the columns after the first.
 *
 *     head: 1 if scaled + 2 if states follow + 4 if m < n + 8 × decimals (one byte) · m (varint), if m < n
 *     counts (n)
 *     scaled: min · max − min · last − min · sum − count × min, each × 10^decimals · how far the sum is from that one's
 *             nearest double, in steps of doubles (m each; zigzag of the difference of the bits)
 *     else:   min · max · sum · last (m each)
 *     states: their number (varint), each: its value (a column of one) · ms in it (n)
 */
import { powers, scaledLimit } from '../block/column.ts';
import type { ColumnReader, ColumnWriter } from '../block/columns.ts';
import { zeros } from '../block/doubles.ts';
import type { Folds } from './buckets.ts';
import { emptyFolds } from './fold.ts';
import { stepped, stepsBetween } from './steps.ts';

const flag = { scaled: 1, states: 2, gaps: 4, decimals: 8 } as const;

export function writeFolds(folds: Folds, decimals: number, into: ColumnWriter): void {
  const { count, states } = folds;
  const places = placesWith(count);
  const gaps = places.length < count.length;
  const dense = gaps ? pick(folds, places) : folds;
  const scaled = scaledColumns(dense, decimals);
  const flags =
    (scaled ? flag.scaled : 0) + (states ? flag.states : 0) + (gaps ? flag.gaps : 0) + flag.decimals * decimals;
  into.heads.byte(flags);
  if (gaps) into.heads.varint(places.length);
  into.put(count, 0);
  if (scaled) {
    into.put(dense.min, decimals);
    for (const column of scaled) into.put(column, 0);
  } else for (const column of [dense.min, dense.max, dense.sum, dense.last]) into.put(column, decimals);
  if (!states) return;
  into.heads.varint(states.size);
  for (const [state, ms] of states) {
    into.put(Float64Array.of(state), 0);
    into.put(ms, 1);
  }
}

function placesWith(count: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < count.length; i++) if ((count[i] as number) > 0) places.push(i);
  return places;
}

function pick({ min, max, sum, count, last }: Folds, places: readonly number[]): Folds {
  const some = (values: Float64Array) => {
    const found = zeros(places.length);
    for (let i = 0; i < places.length; i++) found[i] = values[places[i] as number] as number;
    return found;
  };
  return { min: some(min), max: some(max), sum: some(sum), count: some(count), last: some(last) };
}

/** Everything but min; null where it would not be exact. */
function scaledColumns({ min, max, sum, count, last }: Folds, decimals: number): Float64Array[] | null {
  const power = powers[decimals] as number;
  const length = min.length;
  const columns = [zeros(length), zeros(length), zeros(length), zeros(length)];
  const [above, lasts, sums, steps] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < length; i++) {
    const base = whole(min[i] as number, power);
    const high = whole(max[i] as number, power);
    const end = whole(last[i] as number, power);
    const total = Math.round((sum[i] as number) * power);
    const expected = (count[i] as number) * base;
    const step = stepsBetween(total / power, sum[i] as number);
    // A NaN anywhere makes this false.
    if (!(high - base >= 0 && end - base >= 0 && Math.abs(total) <= scaledLimit && Math.abs(expected) <= scaledLimit)) {
      return null;
    }
    if (Number.isNaN(step)) return null;
    above[i] = high - base;
    lasts[i] = end - base;
    sums[i] = total - expected;
    steps[i] = step;
  }
  return columns;
}

/** The scaled integer of a value, NaN where dividing it again does not give the same bits (-0 would give 0). */
function whole(value: number, power: number): number {
  const n = Math.round(value * power);
  return n / power === value && (n !== 0 || 1 / value > 0) && n <= scaledLimit && n >= -scaledLimit ? n : Number.NaN;
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
