import { type Static, Type } from 'typebox';
import { type Aggregation as AggregationName, aggregations } from '../metrics/aggregation.ts';
import { Closed, Nullable, Page, Time } from './schema.ts';

export { aggregations };
export const Aggregation = Type.Enum(aggregations);
export type Aggregation = AggregationName;

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
  /** Default: `points`. `columns` needs a `step`. */
  form: Type.Optional(Type.Enum(['points', 'columns'])),
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

/** The same in less than half the bytes: a value for each step from `start` on, each `step` ms long; null where there is no sample. */
export const SeriesColumns = Closed({
  device: Type.String(),
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  start: Time,
  step: Type.Integer({ minimum: 1, description: 'ms' }),
  values: Type.Array(PointValue),
});
export type SeriesColumns = Static<typeof SeriesColumns>;
export const SeriesColumnsPage = Page(SeriesColumns);
export type SeriesColumnsPage = Static<typeof SeriesColumnsPage>;

/** By the `form` that was asked for. */
export const SeriesAnswer = Type.Union([SeriesPage, SeriesColumnsPage]);

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
