// pure
import { type Aggregation, sampleAggregations } from '@fettle/shared/metrics/aggregation';
import { type Steps, stepsOf, timesOf } from './fold/steps.ts';
import type { Interval } from './intervals.ts';
import type { RangeMessage } from './messages.ts';
import type { Wanted } from './plan.ts';

/** A range that is asked for, with what all devices share. */
export class Question {
  readonly message: RangeMessage;
  /** Null: raw samples. */
  readonly steps: Steps | null;
  readonly wanted: Wanted;
  /** Series numbers, ascending. */
  readonly want: Int32Array;
  /** A text that is the same for the same series. */
  readonly wantText: string;
  readonly #aggs: ReadonlyMap<number, Aggregation>;
  #times: Float64Array | null = null;
  readonly #parts = new Map<string, Question>();

  constructor(message: RangeMessage) {
    const { from, to, step, series, aggs } = message;
    this.message = message;
    this.steps = step === null ? null : stepsOf(from, to, step);
    this.wanted = wantedOf(from, to, this.steps, aggs);
    this.want = series.toSorted();
    this.wantText = this.want.join();
    this.#aggs = new Map(Array.from(series, (number, place) => [number, aggs[place] ?? 'avg']));
  }

  /** The same about a part of the range. */
  within([from, to]: Interval): Question {
    if (from === this.message.from && to === this.message.to) return this;
    const key = `${from}/${to}`;
    let part = this.#parts.get(key);
    if (!part) this.#parts.set(key, (part = new Question({ ...this.message, from, to })));
    return part;
  }

  aggOf(series: number): Aggregation {
    return this.#aggs.get(series) ?? 'avg';
  }

  /** Of the points, where there are steps. */
  get times(): Float64Array {
    this.#times ??= this.steps === null ? new Float64Array() : timesOf(this.steps);
    return this.#times;
  }
}

function wantedOf(from: number, to: number, steps: Steps | null, aggs: readonly Aggregation[]): Wanted {
  const range = [from, to] as const;
  const samples: readonly Aggregation[] = sampleAggregations;
  if (steps === null || aggs.some((agg) => samples.includes(agg))) return { range, exact: [], instead: null };
  const exact = { samples: [], fives: ['five'], hours: ['hour', 'five'] } as const;
  return { range, exact: exact[steps.terms], instead: steps.start };
}
