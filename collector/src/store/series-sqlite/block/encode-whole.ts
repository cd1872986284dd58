import type { ByteSink } from './bytes.ts';
import { powers, scaledLimit } from './column.ts';
import { encodeColumn, encodeScaled } from './column-encoder.ts';

/** Writes the first `count` of scaled values, all of them there. They are whole, and may be larger than a column takes scaled. */
export function encodeWhole(scaled: Float64Array, count: number, decimals: number, sink: ByteSink): void {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = scaled[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= -scaledLimit && high <= scaledLimit) encodeScaled(scaled, count, { low, high, decimals }, sink);
  else {
    const power = powers[decimals] as number;
    encodeColumn(
      scaled.subarray(0, count).map((value) => value / power),
      decimals,
      sink,
    );
  }
}
