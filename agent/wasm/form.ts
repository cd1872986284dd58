/** What is told of one file: a list of steps over its numbers, valid while its words are those that it was learned from. */
import { elapsed, grown, growth, set } from './columns';
import { numbers } from './memory';
import { count, form, scan } from './text';

/** A form: what its words come to, how many numbers it has, how many steps, where these are. */
const ofCount: i32 = 8;
const ofSteps: i32 = 12;
const ofList: i32 = 16;
/** A step: what it does, its column, two numbers' places (or what else it needs), a factor. */
const stepBytes: i32 = 24;

/** The steps; agent/src/platform/wasm/form.ts has the same list. */
const gauge = 0;
const rate = 1;
const rateOf32 = 2;
const shareOf32 = 3;
const perGrowth = 4;
const lessGrowth = 5;
const add = 6;
const tell = 7;
const unlessZero = 8;
const wake = 9;
const times = 10;
const share = 11;

/** Fields of a line of processor times: user nice system idle iowait irq softirq steal. */
const fields: i32 = 8;
const added: StaticArray<f64> = new StaticArray<f64>(fields);
let total: f64 = NaN;

/** Keeps what the last scan came to as this form. */
export function learn(at: i32): void {
  store<u64>(at, form);
  store<i32>(at + ofCount, count);
}

/**
 * Tells what the text says, `now` ms after some moment.
 * @returns false, and nothing is told, when it is not of this form, or when something woke that has no steps yet
 */
export function take(at: i32, length: i32, now: f64): bool {
  scan(length, false);
  if (load<u64>(at) !== form || load<i32>(at + ofCount) !== count) return false;
  let step = load<i32>(at + ofList);
  const end = step + stepBytes * load<i32>(at + ofSteps);
  let sum: f64 = 0;
  for (; step < end; step += stepBytes) {
    const does = load<i32>(step);
    const column = load<i32>(step + 4);
    const a = load<i32>(step + 8);
    const b = load<i32>(step + 12);
    const factor = load<f64>(step + 16);
    if (does === gauge) set(column, numberAt(a) * factor);
    else if (does === rate) set(column, (growth(column, numberAt(a), now, false) / elapsed) * factor);
    else if (does === rateOf32) set(column, (growth(column, numberAt(a), now, true) / elapsed) * factor);
    else if (does === shareOf32) set(column, Math.min((growth(column, numberAt(a), now, true) / elapsed) * factor, 1));
    else if (does === perGrowth) set(column, per(growth(column, numberAt(a), now, true), grown(b)));
    else if (does === lessGrowth) set(column, (growth(column, numberAt(a), now, false) - grown(b)) / elapsed);
    else if (does === add) sum += numberAt(a) * factor;
    else if (does === tell) {
      set(column, a < 0 ? sum * factor : (sum * factor) / numberAt(a));
      sum = 0;
    } else if (does === unlessZero) {
      if (numberAt(a) === 0 && numberAt(b) === 0) step += stepBytes * column;
    } else if (does === wake) {
      if (numberAt(a) !== 0 || numberAt(b) !== 0) return false;
    } else if (does === times) readTimes(a, b, column);
    else if (does === share) set(column, shares(a, factor));
  }
  return true;
}

function numberAt(place: i32): f64 {
  return load<f64>(numbers + 8 * place);
}

function per(spent: f64, done: f64): f64 {
  return done > 0 ? spent / done : NaN;
}

/** What was added to each of a processor's times since they were last kept at `kept`; before Linux 2.6.11 there were fewer. */
function readTimes(first: i32, here: i32, kept: i32): void {
  let sum: f64 = 0;
  // The first number tells whether there are any of before.
  const known = load<f64>(kept) !== 0;
  store<f64>(kept, 1);
  for (let field = 0; field < fields; field++) {
    const before = kept + 8 + 8 * field;
    const now = field < here ? numberAt(first + field) : NaN;
    const grew = now - load<f64>(before);
    // Where the kernel took something back, as it does with idle and iowait, nothing was added.
    added[field] = grew > 0 ? grew : 0;
    sum += added[field];
    store<f64>(before, now);
  }
  total = known && sum > 0 ? sum : NaN;
}

/** The sum of some times as a share of all, or 1 less them. */
function shares(which: i32, from: f64): f64 {
  let sum = from;
  for (let field = 0; field < fields; field++) {
    if ((which & (1 << field)) === 0) continue;
    const part = added[field] / total;
    sum = from === 0 ? sum + part : sum - part;
  }
  return sum;
}
