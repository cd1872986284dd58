import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/** Those that are answered from roll-ups. */
export const foldAggregations = ['avg', 'min', 'max', 'sum', 'count', 'last', 'time'] as const;
/** Those that need the samples themselves. */
export const sampleAggregations = ['p50', 'p90', 'p95', 'p99', 'rate'] as const;

/**
 * What becomes of the samples of a step.
 * - `avg`, `min`, `max`, `sum`, `count`, `last` (by time, then by order of the frames).
 * - `p50` … `p99`: the nearest-rank percentile, the ⌈p ÷ 100 × n⌉-th smallest of n samples (Hyndman and Fan 1996, "Sample
 *   quantiles in statistical packages", definition 1): always a value that was measured.
 * - `rate`: (last − first) ÷ the seconds between them; null where no time lies between two samples.
 * - `time`: for states only; a series a state, with the attribute `state`: the seconds in it.
 */
export const aggregations = [...foldAggregations, ...sampleAggregations] as const;
export const Aggregation = Type.Enum(aggregations);
export type Aggregation = (typeof aggregations)[number];

const OneOrMore = Type.Union([
  Type.Array(Type.String({ maxLength: 128 }), { maxItems: 200 }),
  Type.String({ maxLength: 128 }),
]);
const Selector = Type.String({ maxLength: 1_024 });

/**
 * `GET /api/v1/series`: no `step` gives raw samples; with it, one point at the start of each step that has samples or null;
 * `whole` is one step from `from` to `to`.
 */
export const SeriesQuery = Closed({
  device: Type.Optional(OneOrMore),
  selector: Type.Optional(Selector),
  metric: OneOrMore,
  from: Time,
  to: Time,
  step: Type.Optional(
    Type.Union([Type.Literal('whole'), Type.Integer({ minimum: 1_000, maximum: 366 * 86_400_000, description: 'ms' })]),
  ),
  agg: Type.Optional(Aggregation),
});

/** `type: [number, null]` and not a union: the serialiser checks the items of a tuple by their `type` alone. */
const PointValue = Type.Unsafe<number | null>({ type: ['number', 'null'] });

export const Series = Closed({
  device: Type.String(),
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  points: Type.Array(Type.Tuple([Time, PointValue])),
});
export type Series = Static<typeof Series>;
export const SeriesPage = Page(Series);
export type SeriesPage = Static<typeof SeriesPage>;

/** `GET /api/v1/series/latest`: the newest values of many devices. */
export const NewestQuery = Closed({
  selector: Type.Optional(Selector),
  /** Default: all metrics. */
  metric: Type.Optional(OneOrMore),
});
export const NewestValue = Closed({
  device: Type.String(),
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  value: Type.Number(),
  time: Time,
});
export const NewestPage = Page(NewestValue);

/** `GET /api/v1/series/top`: the series with the highest values, of a range or, without `from` and `to`, of now. */
export const TopQuery = Closed({
  selector: Type.Optional(Selector),
  metric: Type.String({ maxLength: 128 }),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  /** Over the range; default: the metric's roll-up. */
  agg: Type.Optional(Aggregation),
  n: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 10 })),
});
export const TopSeries = Closed({
  device: Type.String(),
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  value: Type.Number(),
  /** Of the sample, for now. */
  time: Nullable(Time),
});
export type TopSeries = Static<typeof TopSeries>;
export const TopPage = Page(TopSeries);
export type TopPage = Static<typeof TopPage>;
