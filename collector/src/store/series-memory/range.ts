// pure
import type { Aggregation } from '@fettle/shared/api/series';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed, stateWord } from '@fettle/shared/metrics/catalogue';
import { type Attributes, seriesText } from '@fettle/shared/metrics/metric';
import type { Latest, RangeQuery, SeriesPoints, StoredFrame } from '../../domain/series/types.ts';
import { type Part, type Sample, aggregate, msIn } from './aggregate.ts';

interface Samples {
  readonly device: DeviceId;
  readonly metric: string;
  readonly attributes: Attributes;
  readonly text: string;
  readonly samples: Sample[];
}

interface Step extends Part {
  /** The time of its point. */
  readonly time: number;
}

export function valuesOf({ time, frame, dictionary }: StoredFrame): Latest[] {
  return dictionary.series.flatMap(({ metric, attributes }, column) => {
    const value = frame.values[column];
    return value === undefined || Number.isNaN(value) ? [] : [{ metric, attributes, value, time }];
  });
}

/**
 * What a query asks of some frames, which are ascending by time and sequence within each device.
 * @throws FettleError `query_too_large`
 */
export function* rangeOf(frames: readonly StoredFrame[], query: RangeQuery): Generator<SeriesPoints> {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const found = samplesOf(frames, query).toSorted(
    (a, b) => order(a.device, b.device) || order(a.metric, b.metric) || order(a.text, b.text),
  );
  let room = query.maxPoints;
  for (const series of found) {
    for (const points of pointsOf(series, query, room)) {
      room -= points.times.length;
      yield points;
    }
  }
}

function samplesOf(frames: readonly StoredFrame[], query: RangeQuery): Samples[] {
  const series = new Map<string, Samples>();
  for (const stored of frames) {
    if (stored.time < query.from || stored.time >= query.to) continue;
    for (const { metric, attributes, value, time } of valuesOf(stored)) {
      if (!query.metrics.includes(metric)) continue;
      const text = seriesText({ metric, attributes });
      const key = `${stored.device} ${text}`;
      const known = series.get(key) ?? { device: stored.device, metric, attributes, text, samples: [] };
      known.samples.push({ time, value });
      series.set(key, known);
    }
  }
  return [...series.values()];
}

/** @throws FettleError `query_too_large` */
function pointsOf(series: Samples, query: RangeQuery, room: number): SeriesPoints[] {
  const { device, metric, attributes, samples } = series;
  const known = metricNamed(metric);
  const agg = query.agg ?? known?.rollup ?? 'avg';
  if (query.step !== undefined && agg === 'time') {
    return known?.kind === 'state' ? stateSeries(series, stepsOf(query, room), room) : [];
  }
  const check = (count: number) => {
    if (count > room) throw new FettleError('query_too_large');
  };
  if (query.step === undefined) {
    check(samples.length);
    const times = Float64Array.from(samples, ({ time }) => time);
    return [{ device, metric, attributes, times, values: Float64Array.from(samples, ({ value }) => value) }];
  }
  const steps = stepsOf(query, room);
  const values = steps.map((step) =>
    aggregate(agg as Exclude<Aggregation, 'time'>, inside(samples, step), lengthOf(query)),
  );
  return [{ device, metric, attributes, times: timesOf(steps), values: Float64Array.from(values) }];
}

function stateSeries(
  { device, metric, attributes, samples }: Samples,
  steps: readonly Step[],
  room: number,
): SeriesPoints[] {
  const states = [...new Set(samples.map(({ value }) => value))].toSorted((a, b) => a - b);
  if (states.length * steps.length > room) throw new FettleError('query_too_large');
  const found = states.map((state) => ({
    device,
    metric,
    attributes: { ...attributes, state: stateWord(metric, state) },
    times: timesOf(steps),
    values: Float64Array.from(steps, (step) => {
      const own = inside(samples, step);
      return own.length === 0 ? Number.NaN : msIn(state, own, step) / 1_000;
    }),
  }));
  return found.filter(({ values }) => values.some((seconds) => seconds > 0));
}

const timesOf = (steps: readonly Step[]) => Float64Array.from(steps, ({ time }) => time);
const inside = (samples: readonly Sample[], { from, to }: Part) =>
  samples.filter(({ time }) => time >= from && time < to);

function lengthOf({ step }: RangeQuery): number {
  return typeof step === 'number' ? step : 3_600_000;
}

/** @throws FettleError `query_too_large` */
function stepsOf({ from, to, step }: RangeQuery, room: number): Step[] {
  if (typeof step !== 'number') return [{ time: from, from, to }];
  const first = Math.floor(from / step) * step;
  const length = Math.floor((to - 1 - first) / step) + 1;
  if (length > room) throw new FettleError('query_too_large');
  return Array.from({ length }, (_, number) => {
    const time = first + number * step;
    return { time, from: Math.max(from, time), to: Math.min(to, time + step) };
  });
}
