// pure
import type { ByteCursor, GrowingBytes } from './bytes.ts';
import { writeVarint } from './bytes.ts';

/**
 * The values of one frame as bytes:
 *
 *     columns (varint) · code, code, …
 *     code, one a column (varint): 0 absent · 1 a raw f64 follows (little endian) · n + 2, where n is the zigzag of
 *     value × 10^decimals; decimals are the dictionary's
 *
 * A value is scaled only if dividing again gives the very same bits, so what is read equals what was written, for every
 * double; NaN is absence.
 */
const powers = [1, 10, 100, 1_000, 10_000];
/** The zigzag of a scaled value and the 2 before it stay safe integers. */
const scaledLimit = 2 ** 51;
/** Below it twice the scaled value is a small integer of the engine. */
const smallLimit = 2 ** 29;
/** Bytes of the longest code: a varint of 1 and a raw f64. */
const longestCode = 9;

/** `decimals` holds one number from 0 to 4 a column; of `values` the first `columns` are written. */
export function writeValues(out: GrowingBytes, values: Float64Array, decimals: Uint8Array, columns: number): void {
  out.reserve(8 + columns * longestCode);
  const { bytes } = out;
  let at = writeVarint(bytes, out.length, columns);
  for (let column = 0; column < columns; column++) {
    const value = values[column] as number;
    const power = powers[decimals[column] as number] as number;
    const product = value * power;
    // Nearly all are small: then this is round() in one instruction, and codes need no division.
    const small = (product < 0 ? product - 0.5 : product + 0.5) | 0;
    if (small / power === value && small < smallLimit && small > -smallLimit && (small !== 0 || isPlusZero(value))) {
      const code = (small >= 0 ? 2 * small : -2 * small - 1) + 2;
      if (code < 0x80) bytes[at++] = code;
      else {
        bytes[at++] = (code & 0x7f) | 0x80;
        if (code < 0x4000) bytes[at++] = code >>> 7;
        else at = writeVarint(bytes, at, code >>> 7);
      }
    } else at = writeRare(out, at, value, product, power);
  }
  out.length = at;
}

const isPlusZero = (value: number) => Object.is(value, 0);

/** Absent, large, raw. @returns where what follows begins */
function writeRare({ bytes, view }: GrowingBytes, at: number, value: number, product: number, power: number): number {
  if (Number.isNaN(value)) {
    bytes[at] = 0;
    return at + 1;
  }
  const scaled = Math.round(product);
  // -0 divides to 0 again, and only a look at its sign tells.
  if (scaled / power === value && scaled <= scaledLimit && scaled >= -scaledLimit && !Object.is(value, -0)) {
    return writeVarint(bytes, at, (scaled >= 0 ? 2 * scaled : -2 * scaled - 1) + 2);
  }
  bytes[at] = 1;
  view.setFloat64(at + 1, value, true);
  return at + longestCode;
}

/**
 * Reads values at the cursor into the first places of `into`, no more than `most`.
 * @returns how many were read; those beyond are absent
 */
export function readValues(cursor: ByteCursor, decimals: Uint8Array, into: Float64Array, most = into.length): number {
  const columns = Math.min(most, cursor.varint());
  for (let column = 0; column < columns; column++) {
    const code = cursor.varint();
    if (code === 0) into[column] = Number.NaN;
    else if (code === 1) into[column] = cursor.float64();
    else {
      const zigzag = code - 2;
      const scaled = zigzag < 0x80000000 ? (zigzag >>> 1) ^ -(zigzag & 1) : unzigzag(zigzag);
      into[column] = scaled / (powers[decimals[column] as number] as number);
    }
  }
  return columns;
}

function unzigzag(zigzag: number): number {
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}
