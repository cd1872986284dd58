import { type Static, Type } from 'typebox';
import { Closed, Page } from './schema.ts';

const Chart = Closed({
  title: Type.String(),
  form: Type.Union([Type.Literal('line'), Type.Literal('area'), Type.Literal('stack'), Type.Literal('mirror')]),
  by: Type.Optional(Type.String()),
  per: Type.Optional(Type.String()),
  above: Type.Optional(Type.String()),
  hide: Type.Optional(Type.Array(Type.String())),
  max: Type.Optional(Type.Number()),
  /** The unit in which people read it, where that is not the metric's own. */
  reads: Type.Optional(Type.Literal('bit/s')),
  fromZero: Type.Optional(Type.Boolean()),
});

const Severity = Type.Union([Type.Literal('warning'), Type.Literal('critical')]);
const Limits = Closed({
  direction: Type.Union([Type.Literal('above'), Type.Literal('below')]),
  warning: Type.Number(),
  critical: Type.Number(),
  words: Type.String(),
});

/** `GET /api/v1/metrics`: the catalogue, families in the order of the device page; the same as shared/metrics says. */
export const CatalogueMetric = Closed({
  name: Type.String(),
  unit: Type.String(),
  kind: Type.Union([Type.Literal('gauge'), Type.Literal('rate'), Type.Literal('state')]),
  attributes: Type.Array(Type.String()),
  decimals: Type.Integer(),
  rollup: Type.String(),
  states: Type.Optional(Type.Array(Type.String())),
  /** For states: the indices that hurt, and how much. */
  bad: Type.Optional(Type.Record(Type.String(), Severity)),
  /** Where a value begins to hurt, in the metric's unit. */
  limits: Type.Optional(Limits),
  chart: Type.Optional(Chart),
  words: Type.String(),
});
export type CatalogueMetric = Static<typeof CatalogueMetric>;

export const CatalogueFamily = Closed({
  id: Type.String(),
  title: Type.String(),
  metrics: Type.Array(CatalogueMetric),
});
export type CatalogueFamily = Static<typeof CatalogueFamily>;
export const CataloguePage = Page(CatalogueFamily);
