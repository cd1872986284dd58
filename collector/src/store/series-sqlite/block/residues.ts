// pure
import { kinds } from './column.ts';

/** Values beyond this take the slow way: their second differences do not fit 32 bits. */
export const narrowLimit = 2 ** 30;

/** What is left of whole numbers after the best of three predictions. Its arrays are used again for the next column. */
export class Residues {
  /** `offset`, `delta` or `slope` of column.ts. */
  kind: 3 | 4 | 5 = kinds.offset;
  /** Bytes of the largest residue. */
  width = 0;
  count = 0;
  /** Of the numbers as given: the first, and the second less the first. */
  first = 0;
  firstDifference = 0;
  narrow: Int32Array = new Int32Array(1_024);
  #delta = new Int32Array(1_024);
  #slope = new Int32Array(1_024);
  #offset = new Int32Array(1_024);

  /** Residues of (scaled − low) ÷ divisor, each below `narrowLimit`; they stand in `narrow`. */
  choose(scaled: Float64Array, count: number, low: number, divisor: number): void {
    this.#reserve(count);
    const offset = this.#offset;
    if (divisor === 1) for (let i = 0; i < count; i++) offset[i] = (scaled[i] as number) - low;
    else for (let i = 0; i < count; i++) offset[i] = ((scaled[i] as number) - low) / divisor;
    this.#difference(count);
  }

  #difference(count: number): void {
    const offset = this.#offset;
    const delta = this.#delta;
    const slope = this.#slope;
    let before = offset[0] as number;
    let change = 0;
    let [bits, deltaBits, slopeBits] = [32 - Math.clz32(before), 0, 0];
    let [all, allDelta, allSlope] = [before, 0, 0];
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
      if (i > 1) {
        slopeBits += 32 - Math.clz32(zs);
        allSlope |= zs;
      }
      all |= now;
      allDelta |= zd;
      before = now;
      change = d;
    }
    this.first = offset[0] as number;
    this.firstDifference = count > 1 ? (offset[1] as number) - this.first : 0;
    if (slopeBits < deltaBits && slopeBits < bits) this.#take(kinds.slope, slope.subarray(1), count - 2, allSlope);
    else if (deltaBits < bits) this.#take(kinds.delta, delta, count - 1, allDelta);
    else this.#take(kinds.offset, offset, count, all);
  }

  #take(kind: 3 | 4 | 5, residues: Int32Array, count: number, all: number): void {
    this.kind = kind;
    this.narrow = residues;
    this.count = count;
    this.width = (39 - Math.clz32(all)) >> 3;
  }

  #reserve(count: number): void {
    if (count <= this.#offset.length) return;
    this.#delta = new Int32Array(2 * count);
    this.#slope = new Int32Array(2 * count);
    this.#offset = new Int32Array(2 * count);
  }
}

/** Writes the low bytes of each as planes, the highest first. @returns where the next begins */
export function writePlanes(
  residues: Int32Array,
  count: number,
  width: number,
  into: Uint8Array,
  start: number,
): number {
  for (let plane = 0; plane < width; plane++) {
    const shift = 8 * (width - 1 - plane);
    const at = start + plane * count;
    for (let i = 0; i < count; i++) into[at + i] = (residues[i] as number) >>> shift;
  }
  return start + width * count;
}
