// pure
import type { Fold, Folded } from './fold.ts';
import { GrowingValues } from './growing.ts';
import { placeOf, type Steps } from './steps.ts';

/** What needs the samples of a step one by one: roll-ups tell nothing of it. */
abstract class StepFold implements Fold {
  readonly #steps: Steps;
  readonly #values: Float64Array;
  #place = -1;
  #found = false;
  #unclear = false;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#values = new Float64Array(steps.count).fill(Number.NaN);
  }

  get size(): number {
    return this.#steps.count;
  }

  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) {
      const value = values[row] as number;
      if (Number.isNaN(value)) continue;
      const time = times[row] as number;
      const place = placeOf(this.#steps, time);
      if (place !== this.#place) {
        this.#close();
        this.#place = place;
      }
      this.take(time, value);
    }
  }

  buckets(): void {}

  finish(): Folded[] {
    this.#close();
    return this.#found ? [{ values: this.#values, unclear: this.#unclear }] : [];
  }

  /** A sample of the step that is being read. */
  protected abstract take(time: number, value: number): void;
  /** The step's value; the next sample is of another. */
  protected abstract close(): number;

  #close(): void {
    if (this.#place < 0) return;
    const value = this.close();
    this.#values[this.#place] = value;
    this.#unclear ||= Number.isNaN(value);
    this.#place = -1;
    this.#found = true;
  }
}

/** The nearest rank: the ⌈percent ÷ 100 × n⌉-th smallest. */
export class PercentileFold extends StepFold {
  readonly #percent: number;
  readonly #samples = new GrowingValues();

  constructor(steps: Steps, percent: number) {
    super(steps);
    this.#percent = percent;
  }

  protected override take(_time: number, value: number): void {
    this.#samples.push(value);
  }

  protected override close(): number {
    const sorted = this.#samples.all.toSorted();
    const rank = Math.ceil((this.#percent * sorted.length) / 100);
    this.#samples.clear();
    return sorted[rank - 1] as number;
  }
}

/** Growth a second between the first and the last sample. */
export class RateFold extends StepFold {
  #first: { readonly time: number; readonly value: number } | null = null;
  #time = 0;
  #value = 0;

  protected override take(time: number, value: number): void {
    this.#first ??= { time, value };
    this.#time = time;
    this.#value = value;
  }

  protected override close(): number {
    const first = this.#first;
    this.#first = null;
    if (first === null || first.time === this.#time) return Number.NaN;
    return (this.#value - first.value) / ((this.#time - first.time) / 1_000);
  }
}
