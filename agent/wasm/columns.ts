/** The columns that values are put into, and what is known of those that count. */

/** Of the columns in use: one number each of value, power, counter before, time of that, growth since. */
let base: i32 = 0;
let capacity: i32 = 0;

const wrap: f64 = 4294967296;
/** A counter that falls from above this to below a quarter is believed to have wrapped, not to have been reset. */
const nearWrap: f64 = wrap * 0.75;
const afterWrap: f64 = wrap * 0.25;

/** From now on these are meant: five rows of so many numbers. */
export function use(at: i32, columns: i32): void {
  base = at;
  capacity = columns;
}

/** As it will be sent: to the column's decimals, NaN for what is not finite, never -0. Nothing for column -1. */
export function set(column: i32, value: f64): void {
  if (<u32>column >= <u32>capacity) return;
  const at = base + 8 * column;
  const power = load<f64>(at + 8 * capacity);
  const rounded = Math.round(value * power);
  store<f64>(at, !isFinite(value) ? NaN : rounded === 0 ? 0 : rounded / power);
}

/**
 * How much the counter of this column grew since it was last read; NaN where that cannot be told: no reading before, a
 * counter that was reset. `elapsed` is then the seconds between, NaN where the clock did not go on.
 */
export function growth(column: i32, counter: f64, now: f64, wraps: bool): f64 {
  if (<u32>column >= <u32>capacity) return NaN;
  const row = 8 * capacity;
  const before = base + 8 * column + 2 * row;
  const last = load<f64>(before);
  let more = counter - last;
  if (more < 0) more = wraps && last >= nearWrap && last < wrap && counter < afterWrap ? more + wrap : NaN;
  const seconds = (now - load<f64>(before + row)) / 1000;
  elapsed = seconds > 0 ? seconds : NaN;
  store<f64>(before, counter);
  store<f64>(before + row, now);
  store<f64>(before + 2 * row, more);
  return more;
}

export let elapsed: f64 = NaN;

/** What `growth` said of a column last. */
export function grown(column: i32): f64 {
  return <u32>column >= <u32>capacity ? NaN : load<f64>(base + 8 * (column + 4 * capacity));
}
