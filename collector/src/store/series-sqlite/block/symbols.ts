// pure
import type { ByteSink } from './bytes.ts';

/**
 * Whole numbers from 0 to 2^32 as symbols of a byte, which a general compressor makes small, and bits, which are noise.
 *
 * The magnitude of a number: itself below 8, else 4 × e − 4 + the two bits after its highest, where e is the place of its
 * highest bit; the other e − 2 bits go to the bits, lowest first. So magnitudes are four an octave.
 * Symbols: a magnitude other than 0 is 1 + (magnitude − turn) modulo 254. Zeros in a row are their number in the digits 1 (byte 0) and
 * 2 (byte 255) to the base of two, the lowest first. `turn` is about the mean magnitude less 100: so columns of any scale have like
 * symbols, and one code serves them all.
 */
const cycle = 254;
const middle = 100;

const extraBits = Uint8Array.from({ length: cycle }, (_, magnitude) => Math.max(0, (magnitude >> 2) - 1));
const bases = Float64Array.from({ length: cycle }, (_, magnitude) =>
  magnitude < 8 ? magnitude : (4 + (magnitude & 3)) * 2 ** ((magnitude >> 2) - 1),
);

/** Bits one after the other, the lowest of each byte first. */
export class BitSink {
  bytes = new Uint8Array(8_192);
  /** Whole bytes. */
  at = 0;
  /** Bits of the byte begun, 0 to 7, and how many. */
  rest = 0;
  count = 0;

  clear(): void {
    this.at = 0;
    this.rest = 0;
    this.count = 0;
  }

  /** Makes room for so many more bytes. */
  reserve(extra: number): void {
    if (this.at + extra <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.at + extra));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }

  get length(): number {
    return 8 * this.at + this.count;
  }

  written(): Uint8Array {
    if (this.count > 0) {
      this.reserve(1);
      this.bytes[this.at] = this.rest;
    }
    return this.bytes.subarray(0, this.at + (this.count > 0 ? 1 : 0));
  }
}

let magnitudes = new Uint8Array(1_024);

/** @param numbers as unsigned of 32 bits. @returns the turn */
export function writeSymbols(numbers: Int32Array, count: number, body: ByteSink, bits: BitSink): number {
  if (count > magnitudes.length) magnitudes = new Uint8Array(2 * count);
  const mean = writeBits(numbers, count, bits);
  const turn = (mean - middle + cycle) % cycle;
  body.reserve(count + 1);
  const { bytes } = body;
  let { at } = body;
  let zeros = 0;
  for (let i = 0; i < count; i++) {
    const magnitude = magnitudes[i] as number;
    if (magnitude === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 0; zeros = (zeros - 1) >> 1) bytes[at++] = (zeros & 1) - 1;
    bytes[at++] = 1 + (magnitude >= turn ? magnitude - turn : magnitude - turn + cycle);
  }
  for (; zeros > 0; zeros = (zeros - 1) >> 1) bytes[at++] = (zeros & 1) - 1;
  body.at = at;
  return turn;
}

/** Fills `magnitudes`. @returns the mean of those that are not 0 */
function writeBits(numbers: Int32Array, count: number, bits: BitSink): number {
  bits.reserve(4 * count + 8);
  const { bytes } = bits;
  let { at, rest, count: held } = bits;
  let sum = 0;
  let zeros = 0;
  for (let i = 0; i < count; i++) {
    const number = numbers[i] as number;
    let magnitude = number;
    if (number >>> 3 !== 0) {
      let extra = 29 - Math.clz32(number);
      magnitude = 4 * extra + 4 + ((number >>> extra) & 3);
      let left = number & ((1 << extra) - 1);
      if (extra > 24) {
        rest |= (left & 0xff) << held;
        bytes[at++] = rest;
        rest >>>= 8;
        left >>>= 8;
        extra -= 8;
      }
      rest |= left << held;
      held += extra;
      while (held >= 8) {
        bytes[at++] = rest;
        rest >>>= 8;
        held -= 8;
      }
    } else if (number === 0) zeros++;
    magnitudes[i] = magnitude;
    sum += magnitude;
  }
  bits.at = at;
  bits.rest = rest;
  bits.count = held;
  return zeros === count ? 0 : Math.round(sum / (count - zeros));
}

/** Where the symbols and the bits of the next column begin. */
export interface SymbolPlace {
  /** Of the bytes. */
  body: number;
  bit: number;
}

/**
 * Reads `count` numbers and moves `place` behind them.
 * @param bits with at least four bytes behind the last bit
 * @throws RangeError if they are damaged
 */
export function readSymbols(
  bytes: Uint8Array,
  bits: Uint8Array,
  place: SymbolPlace,
  count: number,
  turn: number,
  into: Int32Array,
): void {
  let { body: at, bit } = place;
  let i = 0;
  let zeros = 0;
  let digit = 1;
  while (i + zeros < count) {
    const symbol = bytes[at++];
    if (symbol === undefined) throw damaged();
    if (symbol === 0 || symbol === 255) {
      zeros += symbol === 0 ? digit : 2 * digit;
      digit *= 2;
      continue;
    }
    if (zeros > 0) {
      into.fill(0, i, i + zeros);
      i += zeros;
      zeros = 0;
      digit = 1;
    }
    let magnitude = symbol - 1 + turn;
    if (magnitude >= cycle) magnitude -= cycle;
    const extra = extraBits[magnitude] as number;
    into[i++] = (bases[magnitude] as number) + (extra === 0 ? 0 : bitsAt(bits, bit, extra));
    bit += extra;
  }
  if (i + zeros > count || bit > 8 * bits.length) throw damaged();
  into.fill(0, i, count);
  place.body = at;
  place.bit = bit;
}

/** Moves `place` behind `count` numbers. @throws RangeError if they are damaged */
export function skipSymbols(bytes: Uint8Array, place: SymbolPlace, count: number, turn: number): void {
  let { body: at, bit } = place;
  let left = count;
  let zeros = 0;
  let digit = 1;
  while (zeros < left) {
    const symbol = bytes[at++];
    if (symbol === undefined) throw damaged();
    if (symbol === 0 || symbol === 255) {
      zeros += symbol === 0 ? digit : 2 * digit;
      digit *= 2;
      continue;
    }
    left -= zeros + 1;
    zeros = 0;
    digit = 1;
    const magnitude = symbol - 1 + turn;
    bit += extraBits[magnitude >= cycle ? magnitude - cycle : magnitude] as number;
  }
  if (zeros > left) throw damaged();
  place.body = at;
  place.bit = bit;
}

/** @param count up to 29 */
function bitsAt(bits: Uint8Array, bit: number, count: number): number {
  const byte = bit >> 3;
  const word =
    (bits[byte] as number) |
    ((bits[byte + 1] as number) << 8) |
    ((bits[byte + 2] as number) << 16) |
    ((bits[byte + 3] as number) << 24);
  if (count <= 25) return (word >>> (bit & 7)) & ((1 << count) - 1);
  return ((word >>> (bit & 7)) & 0xffff) | (bitsAt(bits, bit + 16, count - 16) << 16);
}

const damaged = () => new RangeError('Stored symbols are damaged.');
