// pure
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

const extraBits = Uint8Array.from({ length: cycle }, (_, magnitude) => Math.max(0, (magnitude >> 2) - 1));
const bases = Float64Array.from({ length: cycle }, (_, magnitude) =>
  magnitude < 8 ? magnitude : (4 + (magnitude & 3)) * 2 ** ((magnitude >> 2) - 1),
);

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
