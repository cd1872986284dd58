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
  const { bytes } = sink;
  let { at } = sink;
  const first = beginning(numbers, count);
  bytes[at++] = first;
  let eight = 12 << first;
  let rest = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    const n = numbers[i] as number;
    const k = eight < 16 ? 0 : 28 - Math.clz32(eight);
    const zeros = n >>> k;
    let more = zeros + 1 + k;
    let bits: number;
    if (zeros < escape && more < 32) bits = (((n & ((1 << k) - 1)) << 1) | 1) << zeros;
    else {
      for (; held >= 8; held -= 8) {
        bytes[at++] = rest;
        rest >>>= 8;
      }
      const isEscaped = zeros >= escape;
      if (!isEscaped) rest |= 1 << (held + zeros);
      held += isEscaped ? escape : zeros + 1;
      for (; held >= 8; held -= 8) {
        bytes[at++] = rest;
        rest >>>= 8;
      }
      if (isEscaped) {
        rest |= (n & 0xffff) << held;
        bytes[at++] = rest;
        bytes[at++] = rest >>> 8;
        rest >>>= 16;
      }
      bits = isEscaped ? n >>> 16 : n & ((1 << k) - 1);
      more = isEscaped ? 16 : k;
    }
    rest |= bits << held;
    held += more;
    if (held >= 32) {
      bytes[at] = rest;
      bytes[at + 1] = rest >>> 8;
      bytes[at + 2] = rest >>> 16;
      bytes[at + 3] = rest >>> 24;
      at += 4;
      held -= 32;
      rest = bits >>> (more - held);
    }
    eight += (n >>> 0 < mostCounted ? n : mostCounted) - (eight >>> 3);
  }
  for (; held > 0; held -= 8) {
    bytes[at++] = rest;
    rest >>>= 8;
  }
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
    const k = eight < 16 ? 0 : 28 - Math.clz32(eight);
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
