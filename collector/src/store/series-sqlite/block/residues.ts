// pure
import { kinds, narrowLimit, wideSplit } from './column.ts';

/**
 * What is left of scaled values after the best of three predictions, in units of their common divisor. Its arrays are used
 * again for the next column.
 */
export class Residues {
  /** `offset`, `delta` or `slope` of column.ts. */
  kind: 3 | 4 | 5 = kinds.offset;
  /** The greatest divisor of all differences from the lowest; 1 where there is none. */
  divisor = 1;
  count = 0;
  /** Each as unsigned of 32 bits. Wide: their quotients by 2^26. */
  numbers: Int32Array = new Int32Array(1_024);
  /** Wide: their remainders; else null. */
  low: Int32Array | null = null;
  #offset = new Int32Array(1_024);
  #delta = new Int32Array(1_024);
  #slope = new Int32Array(1_024);

  /** @param low the least of `scaled`, `high` the greatest */
  choose(scaled: Float64Array, count: number, low: number, high: number): void {
    this.low = null;
    this.#reserve(count);
    if (high - low < narrowLimit) {
      const offset = this.#offset;
      for (let i = 0; i < count; i++) offset[i] = (scaled[i] as number) - low;
      this.divisor = wholeDivisor(offset, count);
      const { divisor } = this;
      if (divisor !== 1) for (let i = 0; i < count; i++) offset[i] = ((offset[i] as number) / divisor) | 0;
      this.#difference(count);
      return;
    }
    this.divisor = divisorOf(scaled, count, low);
    const { divisor } = this;
    if ((high - low) / divisor >= narrowLimit) {
      if (!this.#differFar(scaled, count)) this.#chooseWide(scaled, count, low);
      return;
    }
    for (let i = 0; i < count; i++) this.#offset[i] = ((scaled[i] as number) - low) / divisor;
    this.#difference(count);
  }

  /** Takes that whose bits, which are about what it costs, are fewest. */
  #difference(count: number): void {
    const offset = this.#offset;
    const kind = cheapest(offset, count);
    if (kind === kinds.offset) {
      this.#take(kind, offset, count);
      return;
    }
    const into = this.#delta;
    let before = offset[0] as number;
    if (kind === kinds.delta) {
      for (let i = 1; i < count; i++) {
        const now = offset[i] as number;
        const d = now - before;
        into[i - 1] = (d << 1) ^ (d >> 31);
        before = now;
      }
      this.#take(kind, into, count - 1);
      return;
    }
    let change = (offset[1] as number) - before;
    before = offset[1] as number;
    for (let i = 2; i < count; i++) {
      const now = offset[i] as number;
      const d = now - before;
      const s = d - change;
      into[i - 2] = (s << 1) ^ (s >> 31);
      before = now;
      change = d;
    }
    this.#take(kind, into, count - 2);
  }

  /** What goes far, but by small steps, as counters do. @returns whether it does */
  #differFar(scaled: Float64Array, count: number): boolean {
    const { divisor } = this;
    const delta = this.#delta;
    const slope = this.#slope;
    let change = 0;
    let deltaBits = 0;
    let slopeBits = 0;
    for (let i = 1; i < count; i++) {
      const d = ((scaled[i] as number) - (scaled[i - 1] as number)) / divisor;
      if (d >= narrowLimit / 2 || d <= -narrowLimit / 2) return false;
      const s = d - change;
      const zd = (d << 1) ^ (d >> 31);
      const zs = (s << 1) ^ (s >> 31);
      delta[i - 1] = zd;
      slope[i - 1] = zs;
      deltaBits += 32 - Math.clz32(zd);
      if (i > 1) slopeBits += 32 - Math.clz32(zs);
      change = d;
    }
    if (slopeBits < deltaBits) this.#take(kinds.slope, slope.subarray(1), count - 2);
    else this.#take(kinds.delta, delta, count - 1);
    return true;
  }

  #take(kind: 3 | 4 | 5, numbers: Int32Array, count: number): void {
    this.kind = kind;
    this.numbers = numbers;
    this.count = count;
  }

  /** Rare: in doubles, and not fast. */
  #chooseWide(scaled: Float64Array, count: number, low: number): void {
    const { divisor } = this;
    const offset = Float64Array.from({ length: count }, (_, i) => ((scaled[i] as number) - low) / divisor);
    const delta = differences(offset);
    const slope = differences(delta);
    const all = [
      { kind: kinds.offset, numbers: offset },
      { kind: kinds.delta, numbers: delta.map(zigzag) },
      { kind: kinds.slope, numbers: slope.map(zigzag) },
    ].map((one) => ({ ...one, bits: one.numbers.reduce((sum, number) => sum + Math.log2(number + 1), 0) }));
    const best = all.reduce((found, one) => (one.bits < found.bits ? one : found));
    this.#take(
      best.kind,
      Int32Array.from(best.numbers, (n) => Math.floor(n / wideSplit)),
      best.numbers.length,
    );
    this.low = Int32Array.from(best.numbers, (n) => n % wideSplit);
  }

  #reserve(count: number): void {
    if (count <= this.#offset.length) return;
    this.#delta = new Int32Array(2 * count);
    this.#slope = new Int32Array(2 * count);
    this.#offset = new Int32Array(2 * count);
  }
}

/** Of long columns some stretches are looked at, which tell as well as the whole. */
const stretch = 64;

function cheapest(offset: Int32Array, count: number): 3 | 4 | 5 {
  let bits = 0;
  let deltaBits = 0;
  let slopeBits = 0;
  const step = count <= 4 * stretch ? stretch : Math.floor((count - stretch) / 3);
  for (let from = 0; from < count; from += step) {
    const to = Math.min(count, from + stretch);
    const first = Math.max(1, from);
    let before = offset[first - 1] as number;
    let change = first > 1 ? before - (offset[first - 2] as number) : 0;
    if (from === 0) bits += 32 - Math.clz32(before);
    for (let i = first; i < to; i++) {
      const now = offset[i] as number;
      const d = now - before;
      const s = d - change;
      bits += 32 - Math.clz32(now);
      deltaBits += 32 - Math.clz32((d << 1) ^ (d >> 31));
      if (i > 1) slopeBits += 32 - Math.clz32((s << 1) ^ (s >> 31));
      before = now;
      change = d;
    }
  }
  if (count > 1 && slopeBits < deltaBits && slopeBits < bits) return kinds.slope;
  return deltaBits < bits ? kinds.delta : kinds.offset;
}

const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);

function differences(numbers: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, numbers.length - 1));
  for (let i = 0; i < found.length; i++) found[i] = (numbers[i + 1] as number) - (numbers[i] as number);
  return found;
}

/** The greatest divisor of whole numbers from 0 to 2^30; 1 where there is none. */
function wholeDivisor(offsets: Int32Array, count: number): number {
  let divisor = 0;
  for (let i = 0; i < count; i++) {
    let rest = offsets[i] as number;
    if (rest === 0) continue;
    if (divisor === 0) divisor = rest;
    rest %= divisor;
    while (rest !== 0) {
      const smaller = divisor % rest;
      divisor = rest;
      rest = smaller;
    }
    if (divisor === 1) return 1;
  }
  return divisor === 0 ? 1 : divisor;
}

/** The same of differences from `low` that may be larger. */
function divisorOf(scaled: Float64Array, count: number, low: number): number {
  let divisor = 0;
  let before = low;
  for (let i = 0; i < count; i++) {
    const value = scaled[i] as number;
    if (value === before) continue;
    before = value;
    let rest = value - low;
    if (divisor === 0) divisor = rest;
    else {
      while (rest !== 0) {
        const smaller = divisor % rest;
        divisor = rest;
        rest = smaller;
      }
    }
    if (divisor === 1) return 1;
  }
  return divisor === 0 ? 1 : divisor;
}
