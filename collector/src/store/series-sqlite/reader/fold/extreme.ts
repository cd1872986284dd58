// pure
import type { Buckets, Folds } from '../../rollup/buckets.ts';
import type { Fold, Folded } from './fold.ts';
import { placeOf, type Steps } from './steps.ts';

/** One value a step. */
abstract class ValueFold implements Fold {
  protected readonly steps: Steps;
  protected readonly values: Float64Array;
  protected found = false;

  constructor(steps: Steps) {
    this.steps = steps;
    this.values = new Float64Array(steps.count).fill(Number.NaN);
  }

  abstract rows(times: Float64Array, values: Float64Array, begin: number, end: number): void;
  abstract buckets(buckets: Pick<Buckets, 'starts'>, folds: Folds, begin: number, end: number): void;

  get size(): number {
    return this.steps.count;
  }

  finish(): Folded[] {
    return this.found ? [{ values: this.values }] : [];
  }
}

/** The lowest or the highest. */
export class ExtremeFold extends ValueFold {
  readonly #of: 'min' | 'max';

  constructor(steps: Steps, of: 'min' | 'max') {
    super(steps);
    this.#of = of;
  }

  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) this.#take(times[row] as number, values[row] as number);
  }

  buckets({ starts }: Pick<Buckets, 'starts'>, folds: Folds, begin: number, end: number): void {
    const own = folds[this.#of];
    for (let i = begin; i < end; i++) if (folds.count[i] !== 0) this.#take(starts[i] as number, own[i] as number);
  }

  #take(time: number, value: number): void {
    if (Number.isNaN(value)) return;
    const place = placeOf(this.steps, time);
    const before = this.values[place] as number;
    this.values[place] = Number.isNaN(before) ? value : Math[this.#of](before, value);
    this.found = true;
  }
}

/** How many. */
export class CountFold extends ValueFold {
  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) if (!Number.isNaN(values[row])) this.#take(times[row] as number, 1);
  }

  buckets({ starts }: Pick<Buckets, 'starts'>, { count }: Folds, begin: number, end: number): void {
    for (let i = begin; i < end; i++) if (count[i] !== 0) this.#take(starts[i] as number, count[i] as number);
  }

  #take(time: number, count: number): void {
    const place = placeOf(this.steps, time);
    const before = this.values[place] as number;
    this.values[place] = Number.isNaN(before) ? count : before + count;
    this.found = true;
  }
}

/** The last by time and sequence. */
export class LastFold extends ValueFold {
  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) this.#take(times[row] as number, values[row] as number);
  }

  buckets({ starts }: Pick<Buckets, 'starts'>, { count, last }: Folds, begin: number, end: number): void {
    for (let i = begin; i < end; i++) if (count[i] !== 0) this.#take(starts[i] as number, last[i] as number);
  }

  #take(time: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.values[placeOf(this.steps, time)] = value;
    this.found = true;
  }
}
