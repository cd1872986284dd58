// pure
import { bucketMs, type Buckets, type Folds } from '../../rollup/buckets.ts';
import type { Fold, Folded } from './fold.ts';
import { placeOf, type Steps } from './steps.ts';

/** A bucket that is being added up; -1: none. */
interface Open {
  bucket: number;
  sum: number;
}

/** Sum, or average: the sum by the count. */
export class SumFold implements Fold {
  readonly #steps: Steps;
  readonly #average: boolean;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #filled: Uint8Array;
  readonly #five: Open = { bucket: -1, sum: 0 };
  readonly #hour: Open = { bucket: -1, sum: 0 };

  constructor(steps: Steps, average: boolean) {
    this.#steps = steps;
    this.#average = average;
    this.#sums = new Float64Array(steps.count);
    this.#counts = new Float64Array(steps.count);
    this.#filled = new Uint8Array(steps.count);
  }

  get size(): number {
    return this.#steps.count;
  }

  rows(times: Float64Array, values: Float64Array, begin: number, end: number): void {
    const plain = this.#steps.terms === 'samples';
    for (let row = begin; row < end; row++) {
      const value = values[row] as number;
      if (Number.isNaN(value)) continue;
      const time = times[row] as number;
      this.#count(time, 1);
      if (plain) this.#step(time, value);
      else this.#inFive(time, value);
    }
  }

  buckets(
    { starts, length }: Pick<Buckets, 'starts' | 'length'>,
    { sum, count }: Folds,
    begin: number,
    end: number,
  ): void {
    for (let i = begin; i < end; i++) {
      if (count[i] === 0) continue;
      const start = starts[i] as number;
      this.#count(start, count[i] as number);
      if (this.#steps.terms === 'hours' && length < bucketMs.hour) this.#inHour(start, sum[i] as number);
      else this.#whole(start, sum[i] as number);
    }
  }

  finish(): Folded[] {
    this.#closeFive();
    this.#closeHour();
    let found = false;
    let unclear = false;
    const values = this.#sums;
    for (let place = 0; place < values.length; place++) {
      if (this.#filled[place] === 0) values[place] = Number.NaN;
      else {
        found = true;
        if (this.#average) values[place] = (values[place] as number) / (this.#counts[place] as number);
        unclear ||= Number.isNaN(values[place]);
      }
    }
    return found ? [{ values, unclear }] : [];
  }

  #count(time: number, count: number): void {
    const place = placeOf(this.#steps, time);
    this.#counts[place] = (this.#counts[place] as number) + count;
  }

  #step(time: number, sum: number): void {
    const place = placeOf(this.#steps, time);
    this.#sums[place] = this.#filled[place] === 0 ? sum : (this.#sums[place] as number) + sum;
    this.#filled[place] = 1;
  }

  /** A sum of the longest kind that the steps are made of. */
  #whole(start: number, sum: number): void {
    this.#closeFive();
    this.#closeHour();
    this.#step(start, sum);
  }

  #inFive(time: number, value: number): void {
    const bucket = Math.floor(time / bucketMs.five);
    if (bucket === this.#five.bucket) this.#five.sum += value;
    else {
      this.#closeFive();
      this.#five.bucket = bucket;
      this.#five.sum = value;
    }
  }

  /** The sum of five minutes. */
  #inHour(start: number, sum: number): void {
    this.#closeFive();
    const bucket = Math.floor(start / bucketMs.hour);
    if (bucket === this.#hour.bucket) this.#hour.sum += sum;
    else {
      this.#closeHour();
      this.#hour.bucket = bucket;
      this.#hour.sum = sum;
    }
  }

  #closeFive(): void {
    const { bucket, sum } = this.#five;
    if (bucket < 0) return;
    this.#five.bucket = -1;
    const start = bucket * bucketMs.five;
    if (this.#steps.terms === 'hours') this.#inHour(start, sum);
    else this.#step(start, sum);
  }

  #closeHour(): void {
    const { bucket, sum } = this.#hour;
    if (bucket < 0) return;
    this.#hour.bucket = -1;
    this.#step(bucket * bucketMs.hour, sum);
  }
}
