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
const lessGrowth = 3;
const add = 4;
const tell = 5;
const unlessZero = 6;
const wake = 7;

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
    else if (does === lessGrowth) set(column, (growth(column, numberAt(a), now, false) - grown(b)) / elapsed);
    else if (does === add) sum += numberAt(a) * factor;
    else if (does === tell) {
      set(column, a < 0 ? sum * factor : (sum * factor) / numberAt(a));
      sum = 0;
    } else if (does === unlessZero) {
      if (numberAt(a) === 0 && numberAt(b) === 0) step += stepBytes * column;
    } else if (does === wake) {
      if (numberAt(a) !== 0 || numberAt(b) !== 0) return false;
    }
  }
  return true;
}

function numberAt(place: i32): f64 {
  return load<f64>(numbers + 8 * place);
}
