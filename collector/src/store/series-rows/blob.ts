/**
 * The values of one frame as bytes, readable without any other frame. Format 1:
 *
 *     format (one byte, 1) · columns (varint) · group, group, …
 *     group, of 64 columns each, the last maybe fewer: length of what follows in bytes (u16, little endian) · code, code, …
 *     code, one a column (varint): 0 absent · 1 a raw f64 follows (little endian) · n + 2, where n is the zigzag of
 *     value × 10^decimals; decimals are the dictionary's
 *
 * Varints are LEB128. A value is scaled only if dividing again gives the very same bits, so what is read equals what
 * was written, for every double; NaN is absence. The lengths let a reader pass over groups it does not want.
 */
const format = 1;
const groupColumns = 64;
const powers = [1, 10, 100, 1_000, 10_000];
/** The zigzag of a scaled value and the 2 before it stay safe integers. */
const scaledLimit = 2 ** 51;
/** Bytes of the longest code: a varint of 1 and a raw f64, or a varint of 53 bits. */
const longestCode = 9;

let bytes = new Uint8Array(0);
let view = new DataView(bytes.buffer);

/** `decimals` holds one number from 0 to 4 a column. */
export function encodeValues(values: Float64Array, decimals: Uint8Array): Buffer {
  reserve(values.length);
  bytes[0] = format;
  let at = writeVarint(1, values.length);
  for (let first = 0; first < values.length; first += groupColumns) {
    const start = at;
    at += 2;
    const end = Math.min(first + groupColumns, values.length);
    for (let column = first; column < end; column++) at = writeValue(at, values[column] ?? 0, decimals[column] ?? 0);
    view.setUint16(start, at - start - 2, true);
  }
  return Buffer.from(bytes.subarray(0, at));
}

function reserve(columns: number): void {
  const size = 16 + columns * longestCode + 2 * Math.ceil(columns / groupColumns);
  if (size <= bytes.length) return;
  bytes = new Uint8Array(size);
  view = new DataView(bytes.buffer);
}

function writeValue(at: number, value: number, decimals: number): number {
  if (Number.isNaN(value)) {
    bytes[at] = 0;
    return at + 1;
  }
  const power = powers[decimals] ?? 1;
  const scaled = Math.round(value * power);
  // -0 divides to 0 again, and only a look at its sign tells.
  const exact = scaled / power === value && (scaled !== 0 || Object.is(value, 0));
  if (exact && scaled <= scaledLimit && scaled >= -scaledLimit) {
    return writeVarint(at, (scaled >= 0 ? 2 * scaled : -2 * scaled - 1) + 2);
  }
  bytes[at] = 1;
  view.setFloat64(at + 1, value, true);
  return at + 9;
}

function writeVarint(start: number, n: number): number {
  let at = start;
  let rest = n;
  while (rest >= 0x80000000) {
    bytes[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** The number of columns in a blob. @throws Error for a format this version does not know */
export function columnsIn(blob: Uint8Array): number {
  return new Cursor(blob).columns;
}

/**
 * Reads some columns, given in ascending order, into `into` at the same places; NaN where absent or beyond the blob.
 * @throws Error for a format this version does not know
 */
export function readColumns(
  blob: Uint8Array,
  columns: ArrayLike<number>,
  decimals: Uint8Array,
  into: Float64Array,
): void {
  into.fill(Number.NaN, 0, columns.length);
  const cursor = new Cursor(blob);
  let place = 0;
  for (let first = 0; first < cursor.columns && place < columns.length; first += groupColumns) {
    const end = cursor.enterGroup();
    let column = first;
    for (; place < columns.length && (columns[place] ?? 0) < first + groupColumns; place++) {
      const wanted = columns[place] ?? 0;
      if (wanted >= cursor.columns) return;
      for (; column < wanted; column++) cursor.skip();
      into[place] = cursor.value(decimals[column++] ?? 0);
    }
    cursor.at = end;
  }
}

class Cursor {
  at = 1;
  readonly columns: number;
  readonly #blob: Uint8Array;

  constructor(blob: Uint8Array) {
    if (blob[0] !== format) throw new Error(`A frame is stored in format ${blob[0]}, which this version cannot read.`);
    this.#blob = blob;
    this.columns = this.#varint();
  }

  /** @returns where the group ends */
  enterGroup(): number {
    const length = (this.#blob[this.at] ?? 0) | ((this.#blob[this.at + 1] ?? 0) << 8);
    this.at += 2;
    return this.at + length;
  }

  skip(): void {
    let byte = this.#blob[this.at++] ?? 0;
    if (byte === 1) this.at += 8;
    while (byte >= 0x80) byte = this.#blob[this.at++] ?? 0;
  }

  value(decimals: number): number {
    const code = this.#varint();
    if (code === 0) return Number.NaN;
    if (code === 1) {
      const raw = new DataView(this.#blob.buffer, this.#blob.byteOffset + this.at, 8);
      this.at += 8;
      return raw.getFloat64(0, true);
    }
    const zigzag = code - 2;
    const scaled = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    return scaled / (powers[decimals] ?? 1);
  }

  #varint(): number {
    let byte = this.#blob[this.at++] ?? 0;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.#blob[this.at++] ?? 0;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }
}
