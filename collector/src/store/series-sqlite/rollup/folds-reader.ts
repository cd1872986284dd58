import type { ByteSource } from '../block/bytes.ts';
import { powers } from '../block/column.ts';
import { readColumn } from '../block/column-decoder.ts';
import { absent, zeros } from '../block/doubles.ts';
import { BitSource } from './bits.ts';
import type { Folds } from './buckets.ts';
import { Expectation } from './expectation.ts';
import { emptyFolds } from './fold.ts';
import { flag, placesWith, unzigzag } from './folds.ts';
import { stepped } from './steps.ts';

const expectation = new Expectation();

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
  const hasSteps = (flags & flag.steps) !== 0;
  const folds =
    (flags & flag.scaled) === 0
      ? readPlain(source, { ...emptyFolds(count.length), count })
      : (flags & flag.alike) === 0
        ? readScaled(source, count, power, hasSteps)
        : readAlike(source, count, power, hasSteps);
  return {
    decimals,
    folds: (flags & flag.states) === 0 ? folds : { ...folds, states: readStates(source, count.length) },
  };
}

function readScaled(source: ByteSource, count: Float64Array, power: number, hasSteps: boolean): Folds {
  const min = absent(count.length);
  // One memory for all as long as each bucket is of one sample.
  let [max, last, sum] = [min, min, min];
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
    if (max === min && (samples !== 1 || wide !== 0 || hasSteps)) [max, last, sum] = [copy(min), copy(min), copy(min)];
    min[i] = base / power;
    if (max === min) continue;
    max[i] = (base + divisor * wide) / power;
    last[i] = (base + divisor * end) / power;
    sum[i] = total;
  }
  source.at = bits.end;
  return { min, max, sum, count, last };
}

function readAlike(source: ByteSource, count: Float64Array, power: number, hasSteps: boolean): Folds {
  const base = source.zigzag();
  const step = hasSteps ? source.zigzag() : 0;
  const values = absent(count.length);
  let sum = values;
  for (let i = 0; i < count.length; i++) {
    const samples = count[i] as number;
    if (samples === 0) continue;
    if (sum === values && (samples !== 1 || step !== 0)) sum = copy(values);
    values[i] = base / power;
    sum[i] = stepped((samples * base) / power, step);
  }
  return { min: values, max: values, sum, count, last: values };
}

function copy(values: Float64Array): Float64Array {
  const into = zeros(values.length);
  into.set(values);
  return into;
}

function readPlain(source: ByteSource, folds: Folds): Folds {
  const places = placesWith(folds.count);
  const dense = zeros(places.length);
  for (const values of [folds.min, folds.max, folds.sum, folds.last]) {
    readColumn(source, dense);
    for (let i = 0; i < places.length; i++) values[places[i] as number] = dense[i] as number;
  }
  return folds;
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
