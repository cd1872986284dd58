import { type Static, Type } from 'typebox';
import { Closed, Page, Time } from './schema.ts';

export const aggregations = ['avg', 'min', 'max', 'sum', 'count', 'last'] as const;
export const Aggregation = Type.Enum(aggregations);
export type Aggregation = (typeof aggregations)[number];

const OneOrMore = Type.Union([
  Type.Array(Type.String({ maxLength: 128 }), { maxItems: 200 }),
  Type.String({ maxLength: 128 }),
]);

/** `GET /api/v1/series`: no `step` gives raw samples; with it, one point at the start of each step that has samples or null. */
export const SeriesQuery = Closed({
  device: Type.Optional(OneOrMore),
  selector: Type.Optional(Type.String({ maxLength: 1_024 })),
  metric: OneOrMore,
  from: Time,
  to: Time,
  step: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 366 * 86_400_000, description: 'ms' })),
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
