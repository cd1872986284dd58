import type { ByteSink } from '../block/bytes.ts';
import { powers, scaledLimit } from '../block/column.ts';
import { encodeColumn } from '../block/column-encoder.ts';
import { zeros } from '../block/doubles.ts';
import { BitSink, bitsOf } from './bits.ts';
import type { Folds } from './buckets.ts';
import { Expectation } from './expectation.ts';
import { flag, placesWith, zigzag } from './folds.ts';
import { areSingles } from './singles.ts';
import { stepsBetween } from './steps.ts';

/** Doubles from here on are whole. */
const rounding = 1.5 * 2 ** 52;

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

/** Writes folds as `writeFolds` wrote them beside other counts in common. */
export function copyFolds(written: Uint8Array, before: Float64Array, common: Float64Array, sink: ByteSink): void {
  const flags = written[0] as number;
  if ((flags & flag.counts) !== 0 || isSame(before, common)) {
    sink.put(written);
    return;
  }
  sink.byte(flags + flag.counts);
  encodeColumn(before, 0, sink);
  sink.put(written.subarray(1));
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
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
function scale(folds: Folds, power: number): number {
  const { min, max, sum, count, last } = folds;
  if (count.length > minima.length) {
    [minima, ranges, lasts, sums, steps] = Array.from({ length: 5 }, () => new Float64Array(2 * count.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }
  if (areSingles(folds)) return scaleSingles(folds, power);
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

/** The same: of one value its scaled integer is all there is to tell. */
function scaleSingles({ min: values, count }: Folds, power: number): number {
  let at = 0;
  for (let i = 0; i < count.length; i++) {
    if (count[i] === 0) continue;
    const value = whole(values[i] as number, power);
    if (Number.isNaN(value)) return -1;
    minima[at] = value;
    ranges[at] = lasts[at] = sums[at] = steps[at] = 0;
    at++;
  }
  return at;
}

/** The scaled integer of a value, NaN where dividing it again does not give the same bits (-0 would give 0). */
function whole(value: number, power: number): number {
  // Rounds what is below 2^51, and larger ones are beyond the limit anyway.
  const n = value * power + rounding - rounding;
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

function greatest(divisor: number, number: number): number {
  if (number === 0) return divisor;
  if (divisor === 0) return number;
  // The remainder of doubles is a call, that of integers an instruction.
  if (divisor >= 0x80000000 || number >= 0x80000000) return greatestLarge(divisor, number);
  let rest = (number | 0) % (divisor | 0);
  let found = divisor | 0;
  while (rest !== 0) {
    const smaller = found % rest;
    found = rest;
    rest = smaller;
  }
  return found;
}

function greatestLarge(a: number, b: number): number {
  let [divisor, rest] = [a, b % a];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
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

function writeStates(states: ReadonlyMap<number, Float64Array>, sink: ByteSink): void {
  sink.varint(states.size);
  for (const [state, ms] of states) {
    encodeColumn(Float64Array.of(state), 0, sink);
    encodeColumn(ms, 1, sink);
  }
}
