// pure
import { bucketMs, type Buckets, type Folds } from '../../rollup/buckets.ts';
import type { Fold, Folded } from './fold.ts';
import { placeOf, type Steps } from './steps.ts';

/** Five minutes, as far as they lie in a step and the range. */
interface Part {
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

/** Seconds in each state: rollup/buckets.ts says what stands for how long. All times are multiples of half a ms, so that sums are exact. */
export class TimeFold implements Fold {
  readonly #steps: Steps;
  readonly #states = new Map<number, Float64Array>();
  readonly #filled: Uint8Array;
  #part: Part | null = null;
  /** Of the part: the last sample, its state, from when it stands, and how far it lies from the one before; NaN: it is the first. */
  #time = 0;
  #state = 0;
  #since = 0;
  #gap = Number.NaN;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#filled = new Uint8Array(steps.count);
  }

  get size(): number {
    return this.#states.size * this.#steps.count;
  }

  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    for (let row = begin; row < end; row++) {
      const state = values[row] as number;
      if (!Number.isNaN(state)) this.#take(times[row] as number, state);
    }
  }

  buckets({ starts }: Pick<Buckets, 'starts'>, { count, states }: Folds, begin: number, end: number): void {
    this.#close();
    if (states === undefined) return;
    for (let i = begin; i < end; i++) {
      if (count[i] === 0) continue;
      const place = placeOf(this.#steps, starts[i] as number);
      this.#filled[place] = 1;
      for (const [state, ms] of states) this.#add(place, state, ms[i] as number);
    }
  }

  finish(): Folded[] {
    this.#close();
    return [...this.#states]
      .toSorted(([a], [b]) => a - b)
      .map(([state, ms]) => ({
        state,
        values: ms.map((one, place) => (this.#filled[place] === 0 ? Number.NaN : one / 1_000)),
      }));
  }

  #take(time: number, state: number): void {
    const part = this.#part;
    if (part === null || time >= part.to) {
      this.#close();
      this.#part = this.#partOf(time);
      this.#gap = Number.NaN;
    } else {
      const gap = time - this.#time;
      const middle = this.#time + gap / 2;
      const since = Number.isNaN(this.#gap) ? Math.max(part.from, this.#time - gap / 2) : this.#since;
      this.#add(part.place, this.#state, middle - since);
      this.#since = middle;
      this.#gap = gap;
    }
    this.#time = time;
    this.#state = state;
  }

  /** The last sample of a part reaches on by as much as it does inwards; a single one stands for all of it. */
  #close(): void {
    const part = this.#part;
    if (part === null) return;
    this.#part = null;
    this.#filled[part.place] = 1;
    const end = Math.min(part.to, this.#time + this.#gap / 2);
    this.#add(part.place, this.#state, Number.isNaN(this.#gap) ? part.to - part.from : end - this.#since);
  }

  #partOf(time: number): Part {
    const { from, to, start, length } = this.#steps;
    const place = placeOf(this.#steps, time);
    const five = Math.floor(time / bucketMs.five) * bucketMs.five;
    const step = place === 0 ? start : start + place * length;
    return {
      place,
      from: Math.max(from, five, step),
      to: Math.min(to, five + bucketMs.five, step + length),
    };
  }

  #add(place: number, state: number, ms: number): void {
    if (ms === 0) return;
    let all = this.#states.get(state);
    if (all === undefined) this.#states.set(state, (all = new Float64Array(this.#steps.count)));
    all[place] = (all[place] as number) + ms;
  }
}
