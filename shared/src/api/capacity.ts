/** When things are full, what is not used, and what if there were more. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

export const capacityKinds = ['filesystem', 'memory', 'link', 'licence'] as const;
export const CapacityKind = Type.Enum(capacityKinds);
/** One thing that fills up. `value`, `limit`, `slopePerDay` in `unit`. */
export const Forecast = Closed({
  id: Type.String(),
  kind: CapacityKind,
  device: Nullable(Type.String()),
  deviceName: Type.String(),
  site: Nullable(Type.String()),
  metric: Nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.String()),
  title: Type.String(),
  unit: Type.String(),
  value: Type.Number(),
  limit: Type.Number(),
  slopePerDay: Type.Number(),
  /** Median date at which the limit is reached, and the earliest and latest of the middle 80 %; null: not within two years. */
  fullAt: Nullable(Time),
  earliestAt: Nullable(Time),
  latestAt: Nullable(Time),
  /** Days of history that it was fitted to. */
  days: Type.Integer(),
  /**
   * Tried on the history itself: the forecast from so long ago against what came. Median absolute error as a share of the limit, share of what came that lay within
   * the spread, and over how many tries; null: too little history.
   */
  trial: Nullable(
    Closed({ horizonDays: Type.Integer(), error: Type.Number(), within: Type.Number(), tries: Type.Integer() }),
  ),
  /** Why there is no date, or why it is doubtful; empty: nothing to say. */
  remark: Type.String(),
});
export type Forecast = Static<typeof Forecast>;
/** `reckonedAt`: when the oldest of all was reckoned, null: nothing was yet; `reckoning`: it is being done anew. */
export const ForecastPage = Closed({
  ...Page(Forecast).properties,
  reckonedAt: Nullable(Time),
  reckoning: Type.Boolean(),
});
export type ForecastPage = Static<typeof ForecastPage>;
/** `POST /api/v1/capacity/reckon`: begins, and answers at once; `reckoning` of the list tells when it is done. */
export const ReckonAnswer = Closed({ reckoning: Type.Boolean() });
export const ForecastParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const LimitDelete = Closed({ version: Type.Integer({ minimum: 1 }) });
/** `GET /api/v1/capacity?kind=&site=&device=&within=`: soonest first. */
export const CapacityQuery = Closed({
  kind: Type.Optional(CapacityKind),
  site: Type.Optional(Type.String({ maxLength: 128 })),
  device: Type.Optional(Type.String({ maxLength: 64 })),
  /** Only what is full within so many days. */
  within: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
/** `GET /api/v1/capacity/{id}`: with what it was fitted to, and what is to come. */
export const ForecastDetail = Closed({
  forecast: Forecast,
  history: Type.Array(Type.Tuple([Time, Type.Unsafe<number | null>({ type: ['number', 'null'] })])),
  /** Time, low, median, high. */
  coming: Type.Array(Type.Tuple([Time, Type.Number(), Type.Number(), Type.Number()])),
});
export type ForecastDetail = Static<typeof ForecastDetail>;
/** Something that no device measures: a licence count, a line's contracted rate. */
const limit = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  kind: Type.Enum(['licence', 'link'] as const),
  site: Nullable(Type.String({ maxLength: 128 })),
  /** Of a licence: seats; of a link: By/s. */
  limit: Type.Number({ minimum: 0 }),
  /**
   * Licence: devices that the selector fits and, with `software`, that have it: a fact `software.<name>`, or, written `name=text`, a fact of
   * that name that holds the text. Link: the device and interface that it is.
   */
  selector: Type.String({ maxLength: 1_024 }),
  software: Type.String({ maxLength: 256 }),
  device: Nullable(Type.String({ maxLength: 64 })),
  interface: Type.String({ maxLength: 128 }),
  /** Minor units a month for one more seat, or for the next step of the link; null: not known. */
  cost: Nullable(Type.Integer({ minimum: 0 })),
};
export const Limit = Closed({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
  ...limit,
  version: Type.Integer(),
});
export type Limit = Static<typeof Limit>;
/** `GET /api/v1/capacity-limits`, `PUT`, `DELETE /api/v1/capacity-limits/{id}` */
export const LimitPage = Page(Limit);
export const LimitParameter = Closed({ id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }) });
export const LimitPut = Closed({ ...limit, version: Type.Integer({ minimum: 0 }) });
export type LimitPut = Static<typeof LimitPut>;
/** `GET /api/v1/capacity/under-used?days=`: machines whose p95 of processor and memory is low all the time. */
export const UnderUsed = Closed({
  device: Type.String(),
  deviceName: Type.String(),
  site: Type.String(),
  days: Type.Integer(),
  cpuP95: Nullable(Type.Number()),
  memoryP95: Nullable(Type.Number()),
  words: Type.String(),
  /** What it costs a month, minor units, where value settings say so; null: not known. */
  costPerMonth: Nullable(Type.Integer()),
});
export type UnderUsed = Static<typeof UnderUsed>;
export const UnderUsedPage = Page(UnderUsed);
export const UnderUsedQuery = Closed({ days: Type.Optional(Type.Integer({ minimum: 7, maximum: 365, default: 60 })) });
/** `POST /api/v1/capacity/what-if`: so many more like these; what fills up sooner, and what runs out at once. */
export const WhatIf = Closed({
  selector: Type.String({ minLength: 1, maxLength: 1_024 }),
  more: Type.Integer({ minimum: 1, maximum: 10_000 }),
});
export const WhatIfAnswer = Closed({
  /** How many there are now. */
  like: Type.Integer(),
  /** What one of them uses, median, of each thing that is shared. */
  lines: Type.Array(
    Closed({
      id: Type.String(),
      title: Type.String(),
      unit: Type.String(),
      each: Type.Number(),
      before: Type.Number(),
      after: Type.Number(),
      limit: Type.Number(),
      fullAtBefore: Nullable(Time),
      fullAtAfter: Nullable(Time),
      words: Type.String(),
    }),
  ),
  /** A month, minor units; null: not known. */
  cost: Nullable(Type.Integer()),
  remark: Type.String(),
});
export type WhatIfAnswer = Static<typeof WhatIfAnswer>;
