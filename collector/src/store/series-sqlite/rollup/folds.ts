/**
 * The folds of one series. n is the number of buckets, m of those with samples; only these are told of.
 *
 *     1 if scaled + 2 if states follow + 4 if counts follow + 8 if all are alike + 16 if sums have steps + 32 × decimals (one byte)
 *     counts: a column of n (block/column.ts); none: they are those that all have in common
 *     scaled, all alike: the value × 10^decimals (varint, zigzag) · steps (varint, zigzag), if sums have them
 *     scaled: common divisor (varint) · first minimum × 10^decimals (varint, zigzag) · bits of the mean range, of the mean change (bytes) ·
 *             in bits (bits.ts) for each of m, in units of the divisor:
 *             the zigzag of the minimum less the one before, but of the first (rice) · maximum less minimum (rice) ·
 *             if that is not 0: last less minimum (among so many) · the zigzag of sum less count × minimum less what was expected (rice) ·
 *             if sums have steps: the zigzag of how far the sum is from that one's nearest double, in steps of doubles (rice)
 *     else:   columns of m: min · max · sum · last
 *     states: their number (varint), each: its value (a column of one) · ms in it (a column of n)
 *
 * How many low bits `rice` leaves as they are is what expectation.ts has learnt.
 */
import type { ByteSink, ByteSource } from '../block/bytes.ts';
import { powers, scaledLimit } from '../block/column.ts';
import { readColumn } from '../block/column-decoder.ts';
import { encodeColumn } from '../block/column-encoder.ts';
import { zeros } from '../block/doubles.ts';
import { BitSink, BitSource, bitsOf } from './bits.ts';
import type { Folds } from './buckets.ts';
import { Expectation } from './expectation.ts';
import { emptyFolds } from './fold.ts';
import { stepped, stepsBetween } from './steps.ts';

const flag = { scaled: 1, states: 2, counts: 4, alike: 8, steps: 16, decimals: 32 } as const;

const expectation = new Expectation();
/** Of the series being written, one a bucket with samples. */
let [minima, ranges, lasts, sums, steps] = Array.from({ length: 5 }, () => new Float64Array(64)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];

/** @param common counts that need not be told */
export function writeFolds(folds: Folds, decimals: number, common: Float64Array, sink: ByteSink): void {
  const { count, states } = folds;
  const own = !isSame(count, common);
  const present = scale(folds, powers[decimals] as number);
  const isScaled = present >= 0;
  const hasSteps = isScaled && some(steps, present);
  const alike = isScaled && isAlike(present);
  sink.byte(
    (isScaled ? flag.scaled : 0) +
      (states ? flag.states : 0) +
      (own ? flag.counts : 0) +
      (alike ? flag.alike : 0) +
      (hasSteps ? flag.steps : 0) +
      flag.decimals * decimals,
  );
  if (own) encodeColumn(count, 0, sink);
  if (alike) {
    sink.zigzag(present > 0 ? (minima[0] as number) : 0);
    if (hasSteps) sink.zigzag(steps[0] as number);
  } else if (isScaled) writeScaled(count, present, hasSteps, sink);
  else writePlain(folds, decimals, sink);
  if (states) writeStates(states, sink);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function some(values: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (values[i] !== 0) return true;
  return false;
}

function isAlike(present: number): boolean {
  for (let i = 0; i < present; i++) {
    if (ranges[i] !== 0 || minima[i] !== minima[0] || steps[i] !== steps[0]) return false;
  }
  return true;
}

/** Fills the arrays. @returns how many have samples; -1 where it would not be exact */
function scale({ min, max, sum, count, last }: Folds, power: number): number {
  if (count.length > minima.length) {
    [minima, ranges, lasts, sums, steps] = Array.from({ length: 5 }, () => new Float64Array(2 * count.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }
  let at = 0;
  for (let i = 0; i < count.length; i++) {
    const samples = count[i] as number;
    if (samples === 0) continue;
    const base = whole(min[i] as number, power);
    const range = whole(max[i] as number, power) - base;
    const end = whole(last[i] as number, power) - base;
    const total = Math.round((sum[i] as number) * power);
    const above = total - samples * base;
    const step = stepsBetween(total / power, sum[i] as number);
    const most = samples * range;
    // A NaN anywhere makes this false.
    if (!(end >= 0 && end <= range && above >= 0 && above <= most && Math.abs(total) <= scaledLimit)) return -1;
    if (!(Math.abs(samples * base) <= scaledLimit && most <= scaledLimit) || Number.isNaN(step)) return -1;
    minima[at] = base;
    ranges[at] = range;
    lasts[at] = end;
    sums[at] = above;
    steps[at++] = step;
  }
  return at;
}

/** The scaled integer of a value, NaN where dividing it again does not give the same bits (-0 would give 0). */
function whole(value: number, power: number): number {
  const n = Math.round(value * power);
  return n / power === value && (n !== 0 || 1 / value > 0) && n <= scaledLimit && n >= -scaledLimit ? n : Number.NaN;
}

function writeScaled(count: Float64Array, present: number, hasSteps: boolean, sink: ByteSink): void {
  const divisor = commonDivisor(present);
  let rangeSum = 0;
  let changeSum = 0;
  for (let i = 0; i < present; i++) {
    rangeSum += ranges[i] as number;
    if (i > 0) changeSum += 2 * Math.abs((minima[i] as number) - (minima[i - 1] as number));
  }
  const rangeBits = meanBits(rangeSum / divisor / present);
  const changeBits = meanBits(changeSum / divisor / present);
  sink.varint(divisor);
  sink.zigzag(minima[0] as number);
  sink.byte(rangeBits);
  sink.byte(changeBits);
  expectation.begin(rangeBits, changeBits);
  const bits = new BitSink(sink);
  let row = 0;
  for (let i = 0; i < present; i++) {
    while (count[row] === 0) row++;
    const samples = count[row++] as number;
    if (i > 0) {
      const change = zigzag(((minima[i] as number) - (minima[i - 1] as number)) / divisor);
      bits.rice(change, expectation.change);
      expectation.sawChange(change);
    }
    const range = (ranges[i] as number) / divisor;
    bits.rice(range, expectation.range);
    expectation.sawRange(range);
    if (range > 0) {
      bits.among((lasts[i] as number) / divisor, range);
      const most = samples * range;
      const sum = (sums[i] as number) / divisor;
      const off = zigzag(sum - expectation.sum(most));
      bits.rice(off, expectation.sumBits(most));
      expectation.sawSum(sum, most, off);
    }
    if (hasSteps) {
      const step = zigzag(steps[i] as number);
      bits.rice(step, expectation.steps);
      expectation.sawSteps(step);
    }
  }
  bits.end();
}

const meanBits = (mean: number) => Math.max(0, bitsOf(Math.floor(mean)) - 1);
const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number) => (n % 2 === 0 ? n / 2 : -(n + 1) / 2);

/** Of all differences that are written. */
function commonDivisor(present: number): number {
  let divisor = 0;
  for (let i = 0; i < present; i++) {
    divisor = greatest(divisor, Math.abs((minima[i] as number) - (minima[0] as number)));
    divisor = greatest(divisor, ranges[i] as number);
    divisor = greatest(divisor, lasts[i] as number);
    divisor = greatest(divisor, sums[i] as number);
    if (divisor === 1) return 1;
  }
  return Math.max(1, divisor);
}

function greatest(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest !== 0) {
    const smaller = divisor % rest;
    divisor = rest;
    rest = smaller;
  }
  return divisor;
}

function writePlain(folds: Folds, decimals: number, sink: ByteSink): void {
  const places = placesWith(folds.count);
  for (const values of [folds.min, folds.max, folds.sum, folds.last]) {
    const dense = zeros(places.length);
    for (let i = 0; i < places.length; i++) dense[i] = values[places[i] as number] as number;
    encodeColumn(dense, decimals, sink);
  }
}

function placesWith(count: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < count.length; i++) if ((count[i] as number) > 0) places.push(i);
  return places;
}

function writeStates(states: ReadonlyMap<number, Float64Array>, sink: ByteSink): void {
  sink.varint(states.size);
  for (const [state, ms] of states) {
    encodeColumn(Float64Array.of(state), 0, sink);
    encodeColumn(ms, 1, sink);
  }
}

/**
 * Reads what `writeFolds` wrote. At least four bytes follow it.
 * @param common counts where none are told; the folds share their memory @throws RangeError if it is damaged
 */
export function readFolds(source: ByteSource, common: Float64Array): { folds: Folds; decimals: number } {
  const flags = source.byte();
  const decimals = Math.floor(flags / flag.decimals);
  const power = powers[decimals];
  if (power === undefined) throw damaged();
  let count = common;
  if ((flags & flag.counts) !== 0) {
    count = zeros(common.length);
    readColumn(source, count);
  }
  const folds = { ...emptyFolds(count.length), count };
  if ((flags & flag.scaled) === 0) readPlain(source, folds);
  else if ((flags & flag.alike) === 0) readScaled(source, folds, power, (flags & flag.steps) !== 0);
  else readAlike(source, folds, power, (flags & flag.steps) !== 0);
  return {
    decimals,
    folds: (flags & flag.states) === 0 ? folds : { ...folds, states: readStates(source, count.length) },
  };
}

function readScaled(source: ByteSource, folds: Folds, power: number, hasSteps: boolean): void {
  const { min, max, last, sum, count } = folds;
  const divisor = source.varint();
  let base = source.zigzag();
  const range = source.byte();
  expectation.begin(range, source.byte());
  const bits = new BitSource(source.bytes, source.at);
  let isFirst = true;
  for (let i = 0; i < count.length; i++) {
    const samples = count[i] as number;
    if (samples === 0) continue;
    if (!isFirst) {
      const change = bits.rice(expectation.change);
      expectation.sawChange(change);
      base += divisor * unzigzag(change);
    }
    isFirst = false;
    const wide = bits.rice(expectation.range);
    expectation.sawRange(wide);
    let end = 0;
    let above = 0;
    if (wide > 0) {
      end = bits.among(wide);
      const most = samples * wide;
      const off = bits.rice(expectation.sumBits(most));
      above = unzigzag(off) + expectation.sum(most);
      expectation.sawSum(above, most, off);
    }
    let total = (samples * base + divisor * above) / power;
    if (hasSteps) {
      const step = bits.rice(expectation.steps);
      expectation.sawSteps(step);
      total = stepped(total, unzigzag(step));
    }
    min[i] = base / power;
    max[i] = (base + divisor * wide) / power;
    last[i] = (base + divisor * end) / power;
    sum[i] = total;
  }
  source.at = bits.end;
}

function readAlike(source: ByteSource, { min, max, last, sum, count }: Folds, power: number, hasSteps: boolean): void {
  const base = source.zigzag();
  const step = hasSteps ? source.zigzag() : 0;
  for (let i = 0; i < count.length; i++) {
    const samples = count[i] as number;
    if (samples === 0) continue;
    min[i] = max[i] = last[i] = base / power;
    sum[i] = stepped((samples * base) / power, step);
  }
}

function readPlain(source: ByteSource, folds: Folds): void {
  const places = placesWith(folds.count);
  const dense = zeros(places.length);
  for (const values of [folds.min, folds.max, folds.sum, folds.last]) {
    readColumn(source, dense);
    for (let i = 0; i < places.length; i++) values[places[i] as number] = dense[i] as number;
  }
}

function readStates(source: ByteSource, buckets: number): Map<number, Float64Array> {
  const states = new Map<number, Float64Array>();
  for (let rest = source.varint(); rest > 0; rest--) {
    const state = zeros(1);
    readColumn(source, state);
    const ms = zeros(buckets);
    readColumn(source, ms);
    states.set(state[0] as number, ms);
  }
  return states;
}

const damaged = () => new RangeError('A stored roll-up is damaged.');
