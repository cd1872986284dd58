// pure
import type { Fold, Folded } from './fold.ts';
import { GrowingValues } from './growing.ts';

/** The samples themselves. */
export class SampleFold implements Fold {
  readonly #times = new GrowingValues();
  readonly #values = new GrowingValues();

  get size(): number {
    return this.#times.length;
  }

  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) {
      const value = values[row] as number;
      if (Number.isNaN(value)) continue;
      this.#times.push(times[row] as number);
      this.#values.push(value);
    }
  }

  buckets(): void {}

  finish(): Folded[] {
    if (this.#times.length === 0) return [];
    return [{ times: this.#times.all.slice(), values: this.#values.all.slice() }];
  }
}
