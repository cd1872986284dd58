/**
 * How one value of a column is written, in a varint: 0 absent; 1 a raw f64 follows; n + 2 where n is the zigzag of the
 * difference between the value's scaled integer and the column's base. The base is the last scaled integer that was
 * written for the column since the key frame, at first 0.
 */
import { FettleError } from '../errors.ts';
import { type ByteReader, type ByteWriter, malformed, unzigzag, zigzag } from './varint.ts';

const powers = [1, 10, 100, 1_000, 10_000];
export const maxDecimals = 4;

/** Scaled integers end here, so that the zigzag of any difference is a safe integer; larger values are written raw. */
export const scaledLimit = 2 ** 50;

/** round(value × 10^decimals) if dividing it again gives the very same value, else NaN. */
export function scaledInteger(value: number, decimals: number): number {
  const power = powers[decimals] ?? 1;
  const scaled = Math.round(value * power);
  if (scaled / power !== value || scaled > scaledLimit || scaled < -scaledLimit) return Number.NaN;
  return scaled === 0 && Object.is(value, -0) ? Number.NaN : scaled;
}

/** A change below this stays a small integer as a zigzag, too. */
const half = 2 ** 29;

export function unscaled(scaled: number, decimals: number): number {
  return scaled / (powers[decimals] ?? 1);
}

/** Same value, where NaN (absent) equals itself and -0 is not 0. */
export function sameValue(a: number, b: number): boolean {
  return Object.is(a, b);
}

/** Writes a value that is not finite as absent. @returns the column's base after it */
export function writeValue(writer: ByteWriter, value: number, decimals: number, base: number): number {
  if (!Number.isFinite(value)) {
    writer.varint(0);
    return base;
  }
  // A small whole number, which most are, needs no rounding and is no object; -0 is none.
  const whole = value | 0;
  const scaled =
    whole === value && (whole !== 0 || Object.is(value, 0))
      ? whole * (powers[decimals] ?? 1)
      : scaledInteger(value, decimals);
  if (Number.isNaN(scaled)) {
    writer.varint(1);
    writer.float64(value);
    return base;
  }
  const change = scaled - base;
  const small = change | 0;
  writer.varint((small === change && small < half && small > -half ? zigzag(small) : zigzag(change)) + 2);
  return scaled;
}

/** Reads the value of a column into `values[column]` and its base into `bases[column]`. */
export function readValue(
  reader: ByteReader,
  column: number,
  decimals: number,
  values: Float64Array,
  bases: Float64Array,
): void {
  const code = reader.varint();
  if (code === 0) {
    values[column] = Number.NaN;
  } else if (code === 1) {
    const value = reader.float64();
    if (!Number.isFinite(value)) {
      throw new FettleError('frame_value_invalid', `The value of column ${column} is not a finite number.`, { column });
    }
    values[column] = value;
  } else {
    const scaled = (bases[column] ?? 0) + unzigzag(code - 2);
    if (scaled > scaledLimit || scaled < -scaledLimit) throw malformed('a scaled value is too large');
    bases[column] = scaled;
    values[column] = unscaled(scaled, decimals);
  }
}
