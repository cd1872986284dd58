/** The times of a processor, proc_stat(5): of them only what was added since the reading before is told, as shares. */
import { numbers } from './memory';

/** user nice system idle iowait irq softirq steal; user includes guests. */
const fields: i32 = 8;
/** What is kept of a processor: eight times before, eight added since, the sum of these. */
const added: i32 = 8 * fields;
const total: i32 = 16 * fields;

/**
 * Takes so many times, which stand from that place on, for the processor that is kept at this address. The kernel takes
 * some back, as it does with idle and iowait: that counts as none.
 */
export function times(at: i32, place: i32, count: i32): void {
  let sum: f64 = 0;
  const known = !isNaN(load<f64>(at));
  for (let field = 0; field < fields; field++) {
    const here = at + 8 * field;
    // Before Linux 2.6.11 a line had fewer.
    const now = field < count ? load<f64>(numbers + 8 * (place + field)) : NaN;
    const difference = now - load<f64>(here);
    const more = difference > 0 ? difference : 0;
    sum += more;
    store<f64>(here, now);
    store<f64>(here + added, more);
  }
  store<f64>(at + total, known && sum > 0 ? sum : NaN);
}

/** NaN after the first reading, and where nothing was added. */
export function share(at: i32, field: i32): f64 {
  return load<f64>(at + added + 8 * field) / load<f64>(at + total);
}
