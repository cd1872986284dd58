/** Digits as bytes of ASCII. Whole numbers of 32 bits throughout: in doubles each division takes several times as long. */

const zero = 48;
/** Two digits of each number below a hundred, behind each other. */
const pairs = Uint8Array.from({ length: 200 }, (_, i) => zero + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10));

/** @param value whole, below 100 @returns where the next byte goes */
function putTwo(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = pairs[2 * value] as number;
  bytes[at + 1] = pairs[2 * value + 1] as number;
  return at + 2;
}

/** @param value whole, from 0 to 9,999 @returns where the next byte goes */
export function putFour(bytes: Uint8Array, at: number, value: number): number {
  const high = (value / 100) | 0;
  return putTwo(bytes, putTwo(bytes, at, high), (value - 100 * high) | 0);
}

/** @param value whole, from 0 to 99,999,999 @returns where the next byte goes */
export function putEight(bytes: Uint8Array, at: number, value: number): number {
  const high = (value / 10_000) | 0;
  return putFour(bytes, putFour(bytes, at, high), (value - 10_000 * high) | 0);
}

/** Without zeros before it. @param value whole, from 0 to 10^9 (exclusive) @returns where the next byte goes */
export function putWhole(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 10_000) {
    const high = (value / 10_000) | 0;
    return putFour(bytes, putWhole(bytes, at, high), (value - 10_000 * high) | 0);
  }
  const high = (value / 100) | 0;
  const low = (value - 100 * high) | 0;
  if (high >= 10) return putTwo(bytes, putTwo(bytes, at, high), low);
  if (high > 0) {
    bytes[at] = zero + high;
    return putTwo(bytes, at + 1, low);
  }
  if (low >= 10) return putTwo(bytes, at, low);
  bytes[at] = zero + low;
  return at + 1;
}

/** Without zeros before it. @param value whole, from 10^8 to 10^15 (exclusive) @returns where the next byte goes */
export function putLong(bytes: Uint8Array, at: number, value: number): number {
  const high = (value / 1e8) | 0;
  return putEight(bytes, putWhole(bytes, at, high), (value - 1e8 * high) | 0);
}
