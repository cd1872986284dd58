// pure
import { bitsOf } from './bits.ts';

const weight = 1 / 8;

/** What folds of a bucket probably are, learnt from those before: writer and reader learn the same. */
export class Expectation {
  #range = 0;
  #change = 0;
  #steps = 0;
  /** Where the mean lies between the least (0) and the greatest (1), and how far from there, twice. */
  #place = 0.5;
  #off = 0.25;

  /** @param range bits of the mean range, `change` of the mean zigzag from one minimum to the next */
  begin(range: number, change: number): void {
    this.#range = 1.5 * 2 ** range;
    this.#change = 1.5 * 2 ** change;
    this.#steps = 2;
    this.#place = 0.5;
    this.#off = 0.25;
  }

  /** Low bits of each to write as they are. */
  get range(): number {
    return lowBits(this.#range);
  }

  get change(): number {
    return lowBits(this.#change);
  }

  get steps(): number {
    return lowBits(this.#steps);
  }

  /** @param most what the sum can be above the count's times the least @returns what it probably is */
  sum(most: number): number {
    return Math.round(this.#place * most);
  }

  sumBits(most: number): number {
    return lowBits(this.#off * most);
  }

  sawRange(range: number): void {
    this.#range += (range - this.#range) * weight;
  }

  sawChange(change: number): void {
    this.#change += (change - this.#change) * weight;
  }

  sawSteps(steps: number): void {
    this.#steps += (steps - this.#steps) * weight;
  }

  sawSum(sum: number, most: number, off: number): void {
    this.#place += (sum / most - this.#place) * weight;
    this.#off += (off / most - this.#off) * weight;
  }
}

/** Of the way in which `BitSink.rice` writes numbers of that mean. */
const lowBits = (mean: number): number => (mean < 2 ** 48 ? Math.max(0, bitsOf(Math.floor(mean)) - 1) : 48);
