// pure
import { kinds, narrowLimit, wideSplit, withoutResidue } from './column.ts';
import { divide, divisorOf, oddDivisor } from './divisors.ts';

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
  /** What a residue of kind `offset` is counted from. */
  least = 0;
  #near = new Int32Array(1_024);
  #numbers = new Int32Array(1_024);

  /**
   * Of values that are all less than 2^30 apart, `count` from `start` on.
   * @returns whether they are; `same`: they are all the same, and nothing else is told
   */
  chooseNear(scaled: Float64Array, start: number, count: number): boolean | 'same' {
    this.#reserve(count);
    const near = this.#near;
    const origin = scaled[start] as number;
    let low = 0;
    let high = 0;
    let bits = 0;
    for (let i = 0; i < count; i++) {
      const distance = (scaled[start + i] as number) - origin;
      const n = distance | 0;
      if (n !== distance) return false;
      near[i] = n;
      bits |= n;
      if (n < low) low = n;
      else if (n > high) high = n;
    }
    if (bits === 0) return 'same';
    if (high - low >= narrowLimit) return false;
    this.least = origin + low;
    this.#choose(count, low, bits);
    return true;
  }

  /** @param low the least of `scaled`, `high` the greatest */
  choose(scaled: Float64Array, count: number, low: number, high: number): void {
    const near = this.chooseNear(scaled, 0, count);
    if (near === true) return;
    this.least = low;
    if (near === 'same') {
      this.divisor = 1;
      this.low = null;
      this.#take(kinds.offset, this.#numbers.fill(0, 0, count), count);
      return;
    }
    this.divisor = divisorOf(scaled, count, low);
    const { divisor } = this;
    if ((high - low) / divisor >= narrowLimit) {
      this.low = null;
      if (!this.#differFar(scaled, count)) this.#chooseWide(scaled, count, low);
      return;
    }
    let bits = 0;
    for (let i = 0; i < count; i++) bits |= this.#near[i] = ((scaled[i] as number) - low) / divisor;
    this.#choose(count, 0, bits);
    this.divisor = divisor;
  }

  /** Takes that whose bits, which are about what it costs, are fewest. */
  #choose(count: number, low: number, bits: number): void {
    const near = this.#near;
    this.low = null;
    const twos = 31 - Math.clz32(bits & -bits);
    const odd = oddDivisor(near, count, twos);
    this.divisor = odd * 2 ** twos;
    if (odd > 1) divide(near, count, low, this.divisor);
    const shift = odd > 1 ? 0 : twos;
    const least = odd > 1 ? 0 : low;
    const kind = cheapest(near, count, least, shift);
    const into = this.#numbers;
    if (kind === kinds.offset) {
      for (let i = 0; i < count; i++) into[i] = ((near[i] as number) - least) >> shift;
    } else if (kind === kinds.delta) {
      let before = near[0] as number;
      for (let i = 1; i < count; i++) {
        const now = near[i] as number;
        const d = (now - before) >> shift;
        into[i - 1] = (d << 1) ^ (d >> 31);
        before = now;
      }
    } else {
      let before = near[1] as number;
      let change = (before - (near[0] as number)) >> shift;
      for (let i = 2; i < count; i++) {
        const now = near[i] as number;
        const d = (now - before) >> shift;
        const s = d - change;
        into[i - 2] = (s << 1) ^ (s >> 31);
        before = now;
        change = d;
      }
    }
    this.#take(kind, into, count - withoutResidue(kind));
  }

  /** What goes far, but by small steps, as counters do. @returns whether it does */
  #differFar(scaled: Float64Array, count: number): boolean {
    const { divisor } = this;
    const delta = this.#numbers;
    const slope = this.#near;
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
    if (count <= this.#near.length) return;
    this.#near = new Int32Array(2 * count);
    this.#numbers = new Int32Array(2 * count);
  }
}

/** Of long columns some stretches are looked at, which tell as well as the whole. */
const stretch = 64;

/** @param low the least of `near` @param shift what all of their differences are a multiple of, as a power of two */
function cheapest(near: Int32Array, count: number, low: number, shift: number): 3 | 4 | 5 {
  // Of each the zero bits ahead of it.
  let offsets = 0;
  let deltas = 0;
  let slopes = 0;
  const step = count <= 4 * stretch ? stretch : Math.floor((count - stretch) / 3);
  for (let from = 0; from < count; from += step) {
    const to = Math.min(count, from + stretch);
    const first = Math.max(1, from);
    let before = near[first - 1] as number;
    let change = first > 1 ? (before - (near[first - 2] as number)) >> shift : 0;
    if (from === 0) {
      offsets += Math.clz32((before - low) >> shift) - 32;
      if (count > 1) slopes -= 32;
    }
    for (let i = first; i < to; i++) {
      const now = near[i] as number;
      const d = (now - before) >> shift;
      const s = d - change;
      offsets += Math.clz32((now - low) >> shift);
      deltas += Math.clz32((d << 1) ^ (d >> 31));
      slopes += i > 1 ? Math.clz32((s << 1) ^ (s >> 31)) : 64;
      before = now;
      change = d;
    }
  }
  if (count > 1 && slopes > deltas && slopes > offsets) return kinds.slope;
  return deltas > offsets ? kinds.delta : kinds.offset;
}

const zigzag = (n: number) => (n < 0 ? -2 * n - 1 : 2 * n);

function differences(numbers: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, numbers.length - 1));
  for (let i = 0; i < found.length; i++) found[i] = (numbers[i + 1] as number) - (numbers[i] as number);
  return found;
}
