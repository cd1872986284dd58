/** What a range is, straight from the words of the port, as slow and plain as can be. */
import type { RangeQuery, StoredFrame } from '@fettle/collector/domain/series/types';
import type { Aggregation } from '@fettle/shared/api/series';
import { metricNamed, stateWord } from '@fettle/shared/metrics/catalogue';
import { seriesText } from '@fettle/shared/metrics/metric';
import type { Found } from './read.ts';

interface Sample {
  readonly time: number;
  readonly sequence: number;
  readonly value: number;
}

const five = 300_000;
const hour = 12 * five;

/** `sent` in the order of arrival; of a sequence number that came twice the first counts. */
export function naive(sent: readonly StoredFrame[], query: RangeQuery): Found[] {
  const bySeries = new Map<string, { head: Omit<Found, 'points'>; samples: Sample[] }>();
  const seen = new Set<string>();
  for (const { device, time, frame, dictionary } of sent) {
    const id = `${device}/${frame.sequence}`;
    if (seen.has(id) || !query.devices.includes(device)) continue;
    seen.add(id);
    for (const [column, { metric, attributes }] of dictionary.series.entries()) {
      const value = frame.values[column] ?? Number.NaN;
      const inside = time >= query.from && time < query.to && query.metrics.includes(metric);
      if (!inside || Number.isNaN(value)) continue;
      const key = `${device} ${metric} ${seriesText({ metric, attributes })}`;
      if (!bySeries.has(key)) bySeries.set(key, { head: { device, metric, attributes }, samples: [] });
      bySeries.get(key)?.samples.push({ time, sequence: frame.sequence, value });
    }
  }
  return [...bySeries.keys()].toSorted().flatMap((key) => {
    const { head, samples } = bySeries.get(key) as { head: Omit<Found, 'points'>; samples: Sample[] };
    samples.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
    return answer(head, samples, query);
  });
}

function answer(head: Omit<Found, 'points'>, samples: readonly Sample[], query: RangeQuery): Found[] {
  if (query.step === undefined) return [{ ...head, points: samples.map(({ time, value }) => [time, value]) }];
  const known = metricNamed(head.metric);
  const agg = query.agg ?? known?.rollup ?? 'avg';
  const steps = stepsOf(query);
  const pointsOf = (value: (own: Sample[], from: number, to: number) => number | null): Found['points'] =>
    steps.map(({ at, from, to }) => {
      const own = samples.filter(({ time }) => time >= from && time < to);
      return [at, own.length === 0 ? null : value(own, from, to)];
    });
  if (agg !== 'time') return [{ ...head, points: pointsOf((own) => fold(agg, own, query.step)) }];
  if (known?.kind !== 'state') return [];
  const states = [...new Set(samples.map(({ value }) => value))].toSorted((a, b) => a - b);
  const found = states.map((state) => ({
    ...head,
    attributes: { ...head.attributes, state: stateWord(head.metric, state) },
    points: pointsOf((own, from, to) => seconds(own, state, from, to)),
  }));
  return found.filter(({ points }) => points.some(([, stood]) => stood !== null && stood > 0));
}

function stepsOf({ from, to, step }: RangeQuery): { at: number; from: number; to: number }[] {
  if (step === 'whole' || step === undefined) return [{ at: from, from, to }];
  const steps = [];
  for (let at = from - (from % step); at < to; at += step) {
    steps.push({ at, from: Math.max(at, from), to: Math.min(at + step, to) });
  }
  return steps;
}

function fold(agg: Exclude<Aggregation, 'time'>, samples: readonly Sample[], step: RangeQuery['step']): number | null {
  const [first, last] = [samples[0] as Sample, samples.at(-1) as Sample];
  const values = samples.map(({ value }) => value);
  if (agg === 'count') return values.length;
  if (agg === 'min') return Math.min(...values);
  if (agg === 'max') return Math.max(...values);
  if (agg === 'last') return last.value;
  if (agg === 'rate')
    return first.time === last.time ? null : (last.value - first.value) / ((last.time - first.time) / 1_000);
  if (agg === 'sum' || agg === 'avg') {
    const sum =
      step === 'whole' || Number(step) % hour === 0
        ? sumBy([hour, five], samples)
        : sumBy(Number(step) % five === 0 ? [five] : [], samples);
    return agg === 'sum' ? sum : sum / values.length;
  }
  const smaller = (value: number) => values.filter((other) => !isLess(value, other)).length;
  const enough = values.filter((value) => smaller(value) * 100 >= Number(agg.slice(1)) * values.length);
  return Math.min(...enough);
}

/** Of the zeros −0 is the smaller one. */
const isLess = (a: number, b: number) => a < b || (a === b && Object.is(a, -0) && !Object.is(b, -0));

/** Sums of the first length, each made of sums of the next, and so on; at last of samples. */
function sumBy([length, ...shorter]: readonly number[], samples: readonly Sample[]): number {
  if (length === undefined)
    return samples.slice(1).reduce((sum, { value }) => sum + value, (samples[0] as Sample).value);
  let total: number | undefined;
  for (let place = 0; place < samples.length;) {
    const bucket = Math.floor((samples[place] as Sample).time / length);
    const end = samples.findIndex(({ time }, other) => other > place && Math.floor(time / length) !== bucket);
    const own = samples.slice(place, end < 0 ? samples.length : end);
    const sum = sumBy(shorter, own);
    total = total === undefined ? sum : total + sum;
    place += own.length;
  }
  return total as number;
}

/** How long a state stood, by five minutes as far as they lie in the step. */
function seconds(samples: readonly Sample[], state: number, from: number, to: number): number {
  let ms = 0;
  for (let bucket = from - (from % five); bucket < to; bucket += five) {
    const [begin, end] = [Math.max(from, bucket), Math.min(to, bucket + five)];
    const own = samples.filter(({ time }) => time >= begin && time < end);
    own.forEach(({ time, value }, place) => {
      if (value !== state) return;
      const before = own[place - 1]?.time;
      const after = own[place + 1]?.time;
      const left =
        before === undefined ? (after === undefined ? time - begin : (after - time) / 2) : (time - before) / 2;
      const right =
        after === undefined ? (before === undefined ? end - time : (time - before) / 2) : (after - time) / 2;
      ms += Math.min(end, time + right) - Math.max(begin, time - left);
    });
  }
  return ms / 1_000;
}
