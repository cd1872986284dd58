// pure
import { powers, scaledLimit } from './column.ts';

/** Doubles from here on are whole. */
const rounding = 1.5 * 2 ** 52;

/** The present values of one column as scaled integers. Its arrays are used again for the next column. */
export class Scaling {
  scaled = new Float64Array(1_024);
  /** Places among the present where the value cannot be scaled; `scaled` repeats the one before there. */
  exceptions = new Int32Array(1_024);
  exceptionCount = 0;
  present = 0;
  low = 0;
  high = 0;

  /** @returns whether scaling pays: at most an eighth are exceptions */
  scale(values: Float64Array, decimals: number): boolean {
    this.#reserve(values.length);
    const { scaled, exceptions } = this;
    const power = powers[decimals] ?? 1;
    let present = 0;
    let failed = 0;
    let low = Infinity;
    let high = -Infinity;
    let before = Number.NaN;
    let known = Number.NaN;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value === known) {
        scaled[present++] = before;
        continue;
      }
      if (Number.isNaN(value)) continue;
      // Adding and taking away rounds what is below 2^51; of more the division does not give the value again, or it is whole.
      const n = value * power + rounding - rounding;
      // -0 divides to 0 again, and only a look at its sign tells.
      if (
        (power === 1 ? n : n / power) === value &&
        n <= scaledLimit &&
        n >= -scaledLimit &&
        (n !== 0 || 1 / value > 0)
      ) {
        if (n < low) low = n;
        if (n > high) high = n;
        before = n;
        // 0 equals -0, so it is looked at each time.
        known = n === 0 ? Number.NaN : value;
      } else {
        exceptions[failed++] = present;
        known = Number.NaN;
      }
      scaled[present++] = before;
    }
    this.present = present;
    this.exceptionCount = failed;
    this.low = low;
    this.high = high;
    if (8 * failed > present) return false;
    for (let i = 0; i < present && Number.isNaN(scaled[i]); i++) scaled[i] = low;
    return true;
  }

  #reserve(count: number): void {
    if (count <= this.scaled.length) return;
    this.scaled = new Float64Array(2 * count);
    this.exceptions = new Int32Array(2 * count);
  }
}
