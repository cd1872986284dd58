// pure
import type { ByteSink } from '../block/bytes.ts';

/** Numbers up to 2^53 as bits, the lowest of each byte first, behind what a sink has. */
export class BitSink {
  readonly #sink: ByteSink;
  #rest = 0;
  #held = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** @param count 0 to 24 @param value below 2^count */
  put(value: number, count: number): void {
    const sink = this.#sink;
    if (sink.at + 4 > sink.bytes.length) sink.reserve(4);
    const rest = this.#rest | (value << this.#held);
    const held = this.#held + count;
    // Whole bytes leave, with whatever there is, for how many they are cannot be foreseen.
    sink.view.setInt32(sink.at, rest, true);
    sink.at += held >> 3;
    this.#rest = rest >>> (held & 24);
    this.#held = held & 7;
  }

  /** @param count 0 to 53 @param value below 2^count */
  putLong(value: number, count: number): void {
    let rest = value;
    let left = count;
    for (; left > 24; left -= 24) {
      const above = Math.floor(rest / 0x1000000);
      this.put(rest - above * 0x1000000, 24);
      rest = above;
    }
    this.put(rest, left);
  }

  /** A whole number: its quotient by 2^k as so many zeros and a one, and its k low bits; `escape` zeros, and all bits. */
  rice(number: number, k: number): void {
    if (number < 0x80000000 && k <= 24) {
      const zeros = number >>> k;
      if (zeros < escape) {
        const low = number & ((1 << k) - 1);
        if (zeros + k < 24) this.put(((low << 1) | 1) << zeros, zeros + 1 + k);
        else {
          this.put(1 << zeros, zeros + 1);
          this.put(low, k);
        }
        return;
      }
    } else {
      const zeros = Math.floor(number / 2 ** k);
      if (zeros < escape) {
        this.put(1 << zeros, zeros + 1);
        this.putLong(number - zeros * 2 ** k, k);
        return;
      }
    }
    this.put(0, escape);
    this.putLong(number, allBits);
  }

  /** One of the numbers from 0 to `most`. */
  among(number: number, most: number): void {
    const count = bitsOf(most);
    if (count > 24) this.putLong(number, count);
    else if (count > 0) {
      const short = (1 << count) - most - 1;
      if (number < short) this.put(number, count - 1);
      else {
        const long = number + short;
        this.put(long >>> 1, count - 1);
        this.put(long & 1, 1);
      }
    }
  }

  /** Fills the last byte. */
  end(): void {
    if (this.#held > 0) this.#sink.byte(this.#rest);
    this.#rest = 0;
    this.#held = 0;
  }
}

/** Reads what a BitSink wrote; behind the end it reads zeros. */
export class BitSource {
  readonly #bytes: Uint8Array;
  #bit: number;

  /** @param at of its first byte; at least four follow the last */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#bit = 8 * at;
  }

  /** Where what follows begins. */
  get end(): number {
    return (this.#bit + 7) >>> 3;
  }

  /** @param count 0 to 24 */
  take(count: number): number {
    const value = this.#word() & ((1 << count) - 1);
    this.#bit += count;
    return value;
  }

  /** @param count 0 to 53 */
  takeLong(count: number): number {
    let value = 0;
    let scale = 1;
    let left = count;
    for (; left > 24; left -= 24) {
      value += this.take(24) * scale;
      scale *= 0x1000000;
    }
    return value + this.take(left) * scale;
  }

  rice(k: number): number {
    const word = this.#word();
    const zeros = 31 - Math.clz32(word & -word);
    if (zeros < 0 || zeros >= escape) {
      this.#bit += escape;
      return this.takeLong(allBits);
    }
    this.#bit += zeros + 1;
    if (zeros + 1 + k <= 25) {
      this.#bit += k;
      return zeros * (1 << k) + ((word >>> (zeros + 1)) & ((1 << k) - 1));
    }
    return zeros * 2 ** k + this.takeLong(k);
  }

  among(most: number): number {
    const count = bitsOf(most);
    if (count > 24) return this.takeLong(count);
    if (count === 0) return 0;
    const short = (1 << count) - most - 1;
    const number = this.take(count - 1);
    return number < short ? number : 2 * number + this.take(1) - short;
  }

  #word(): number {
    const bytes = this.#bytes;
    const at = this.#bit >>> 3;
    return (
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)) >>>
      (this.#bit & 7)
    );
  }
}

const escape = 20;
const allBits = 53;

/** Bits of a whole number below 2^53: 0 of 0. */
export const bitsOf = (number: number): number =>
  number < 0x100000000 ? 32 - Math.clz32(number) : 64 - Math.clz32(number / 0x100000000);
