// pure
import type { ByteSink } from './bytes.ts';

/**
 * Whole numbers from 0 to 2^32 as bits, the lowest of each byte first; for so few that a table of codes would not pay.
 *
 * The first byte is the k to begin with. A number n is n ÷ 2^k zeros, a one, and its k low bits; where that would be `escape` zeros
 * or more, so many zeros and n in 32 bits. k follows the mean of the last eight numbers or so.
 */
const escape = 20;
/** In the mean numbers count as no more than this: so k and what is left of a byte fit 32 bits. */
const mostCounted = 2 ** 24;

/** @param numbers as unsigned of 32 bits */
export function writeRice(numbers: Int32Array, count: number, sink: ByteSink): void {
  sink.reserve(8 * count + 16);
  const { bytes, view } = sink;
  let { at } = sink;
  const first = beginning(numbers, count);
  bytes[at++] = first;
  let eight = 12 << first;
  let rest = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    const n = numbers[i] as number;
    const k = 28 - Math.clz32(eight | 15);
    const zeros = n >>> k;
    if (zeros < escape && zeros + k < 24) {
      rest |= ((((n & ((1 << k) - 1)) << 1) | 1) << zeros) << held;
      held += zeros + 1 + k;
    } else {
      // Zeros and their one, if they have any; then what is behind them.
      const isEscaped = zeros >= escape;
      if (!isEscaped) rest |= 1 << (held + zeros);
      held += isEscaped ? escape : zeros + 1;
      view.setInt32(at, rest, true);
      at += held >> 3;
      rest >>>= held & 24;
      held &= 7;
      if (isEscaped) {
        rest |= (n & 0xffff) << held;
        view.setInt32(at, rest, true);
        at += 2;
        rest >>>= 16;
      }
      rest |= (isEscaped ? n >>> 16 : n & ((1 << k) - 1)) << held;
      held += isEscaped ? 16 : k;
    }
    // Whole bytes leave, with whatever there is, for how many they are cannot be foreseen.
    view.setInt32(at, rest, true);
    at += held >> 3;
    rest >>>= held & 24;
    held &= 7;
    eight += (n >>> 0 < mostCounted ? n : mostCounted) - (eight >>> 3);
  }
  if (held > 0) bytes[at++] = rest;
  sink.at = at;
}

/** The k of the mean. */
function beginning(numbers: Int32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (numbers[i] as number) >>> 0;
  const mean = Math.min(mostCounted, sum / Math.max(1, count));
  return mean < 1 ? 0 : 31 - Math.clz32(mean);
}

/** Reads what `writeRice` wrote at `start`. Behind the end it reads zeros. @returns where what follows begins */
export function readRice(bytes: Uint8Array, start: number, count: number, into: Int32Array): number {
  let eight = 12 << Math.min(24, bytes[start] as number);
  let bit = 8 * (start + 1);
  for (let i = 0; i < count; i++) {
    const k = 28 - Math.clz32(eight | 15);
    const byte = bit >>> 3;
    let word =
      ((bytes[byte] as number) |
        ((bytes[byte + 1] as number) << 8) |
        ((bytes[byte + 2] as number) << 16) |
        ((bytes[byte + 3] as number) << 24)) >>>
      (bit & 7);
    const zeros = 31 - Math.clz32(word & -word);
    let n: number;
    if (zeros >= 0 && zeros < escape) {
      bit += zeros + 1;
      if (zeros + 1 + k > 25) word = bitsAt(bytes, bit);
      else word >>>= zeros + 1;
      n = (zeros << k) | (word & ((1 << k) - 1));
      bit += k;
    } else {
      bit += escape;
      n = (bitsAt(bytes, bit) & 0xffff) | (bitsAt(bytes, bit + 16) << 16);
      bit += 32;
    }
    into[i] = n;
    eight += (n >>> 0 < mostCounted ? n : mostCounted) - (eight >>> 3);
  }
  return (bit + 7) >>> 3;
}

/** At least 25 bits from a place on, the first the lowest. */
export function bitsAt(bytes: Uint8Array, bit: number): number {
  const byte = bit >>> 3;
  return (
    ((bytes[byte] as number) |
      ((bytes[byte + 1] as number) << 8) |
      ((bytes[byte + 2] as number) << 16) |
      ((bytes[byte + 3] as number) << 24)) >>>
    (bit & 7)
  );
}
