// pure
import { kinds, narrowLimit, wideSplit } from './column.ts';

/** What is left of whole numbers after the best of three predictions. Its arrays are used again for the next column. */
export class Residues {
  /** `offset`, `delta` or `slope` of column.ts. */
  kind: 3 | 4 | 5 = kinds.offset;
  count = 0;
  /** Each as unsigned of 32 bits. Wide: their quotients by 2^26. */
  numbers: Int32Array = new Int32Array(1_024);
  /** Wide: their remainders; else null. */
  low: Int32Array | null = null;
  #offset = new Int32Array(1_024);
  #delta = new Int32Array(1_024);
  #slope = new Int32Array(1_024);

  /** Of (scaled − low) ÷ divisor; `high` is the greatest of `scaled`. */
  choose(scaled: Float64Array, count: number, low: number, high: number, divisor: number): void {
    if ((high - low) / divisor >= narrowLimit) {
      this.#chooseWide(scaled, count, low, divisor);
      return;
    }
    this.#reserve(count);
    const offset = this.#offset;
    if (divisor === 1) for (let i = 0; i < count; i++) offset[i] = (scaled[i] as number) - low;
    else for (let i = 0; i < count; i++) offset[i] = ((scaled[i] as number) - low) / divisor;
    this.low = null;
    this.#difference(count);
  }

  /** By the sum of their bits, which is about what they cost. */
  #difference(count: number): void {
    const offset = this.#offset;
    const delta = this.#delta;
    const slope = this.#slope;
    let before = offset[0] as number;
    let change = 0;
    let bits = 32 - Math.clz32(before);
    let deltaBits = 0;
    let slopeBits = 0;
    for (let i = 1; i < count; i++) {
      const now = offset[i] as number;
      const d = now - before;
      const s = d - change;
      const zd = (d << 1) ^ (d >> 31);
      const zs = (s << 1) ^ (s >> 31);
      delta[i - 1] = zd;
      slope[i - 1] = zs;
      bits += 32 - Math.clz32(now);
      deltaBits += 32 - Math.clz32(zd);
      slopeBits += 32 - Math.clz32(zs);
      before = now;
      change = d;
    }
    if (count > 1) slopeBits -= 32 - Math.clz32(slope[0] as number);
    if (slopeBits < deltaBits && slopeBits < bits) this.#take(kinds.slope, slope.subarray(1), count - 2);
    else if (deltaBits < bits) this.#take(kinds.delta, delta, count - 1);
    else this.#take(kinds.offset, offset, count);
  }

  #take(kind: 3 | 4 | 5, numbers: Int32Array, count: number): void {
    this.kind = kind;
    this.numbers = numbers;
    this.count = count;
  }

  /** Rare: in doubles, and not fast. */
  #chooseWide(scaled: Float64Array, count: number, low: number, divisor: number): void {
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

const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);

function differences(numbers: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, numbers.length - 1));
  for (let i = 0; i < found.length; i++) found[i] = (numbers[i + 1] as number) - (numbers[i] as number);
  return found;
}
