// pure
import type { Aggregation } from '@fettle/shared/api/series';

export interface Sample {
  readonly time: number;
  readonly value: number;
}

/** From a time up to another, exclusive. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

const five = 300_000;
const hour = 3_600_000;

/**
 * The value of a step by its samples, which are in order; NaN: there is none. The words are those of `SeriesPoints`.
 * @param length of the step, ms: decides in which order sums add
 */
export function aggregate(agg: Exclude<Aggregation, 'time'>, samples: readonly Sample[], length: number): number {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return Number.NaN;
  return rules[agg]({ samples, values: samples.map(({ value }) => value), first, last, length });
}

interface Given {
  readonly samples: readonly Sample[];
  readonly values: readonly number[];
  readonly first: Sample;
  readonly last: Sample;
  readonly length: number;
}

const rules: Readonly<Record<Exclude<Aggregation, 'time'>, (given: Given) => number>> = {
  avg: ({ samples, length }) => sumOf(samples, length) / samples.length,
  sum: ({ samples, length }) => sumOf(samples, length),
  min: ({ values }) => values.reduce((before, value) => Math.min(before, value)),
  max: ({ values }) => values.reduce((before, value) => Math.max(before, value)),
  count: ({ values }) => values.length,
  last: ({ last }) => last.value,
  p50: ({ values }) => percentile(50, values),
  p90: ({ values }) => percentile(90, values),
  p95: ({ values }) => percentile(95, values),
  p99: ({ values }) => percentile(99, values),
  rate: ({ first, last }) =>
    last.time === first.time ? Number.NaN : (last.value - first.value) / ((last.time - first.time) / 1_000),
};

function sumOf(samples: readonly Sample[], length: number): number {
  const hours = (fives: readonly Sample[]) =>
    add(grouped(fives, hour).map((group) => ({ ...group, value: add(group.of) })));
  const fives = () => grouped(samples, five).map((group) => ({ time: group.time, value: add(group.of) }));
  if (length % hour === 0) return hours(fives());
  return add(length % five === 0 ? fives() : samples);
}

const add = (terms: readonly { readonly value: number }[]) =>
  terms.map(({ value }) => value).reduce((before, value) => before + value);

/** Samples by the bucket of a length in which they lie, in order. */
function grouped(
  samples: readonly Sample[],
  length: number,
): { readonly time: number; readonly of: readonly Sample[] }[] {
  const groups = Map.groupBy(samples, ({ time }) => Math.floor(time / length) * length);
  return [...groups].map(([time, of]) => ({ time, of }));
}

/** Nearest rank. */
function percentile(percent: number, values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? Number.NaN;
}

/** How long a state stood in a step, ms, by the samples of the step. */
export function msIn(state: number, samples: readonly Sample[], step: Part): number {
  return grouped(samples, five).reduce((sum, { time, of }) => {
    const part = { from: Math.max(step.from, time), to: Math.min(step.to, time + five) };
    return sum + msInPart(state, of, part);
  }, 0);
}

function msInPart(state: number, samples: readonly Sample[], part: Part): number {
  if (samples.length === 1) return samples[0]?.value === state ? part.to - part.from : 0;
  return samples.reduce((sum, { time, value }, place) => {
    if (value !== state) return sum;
    const before = samples[place - 1]?.time;
    const after = samples[place + 1]?.time;
    const inwards = (before === undefined ? (after ?? time) - time : time - before) / 2;
    const begin = before === undefined ? Math.max(part.from, time - inwards) : (before + time) / 2;
    const end = after === undefined ? Math.min(part.to, time + inwards) : (time + after) / 2;
    return sum + end - begin;
  }, 0);
}
