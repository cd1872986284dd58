/** What it is worth, and what it costs; every figure with its formula. Money is integers of minor units (cents). */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Time } from './schema.ts';

export const ValueSettings = Closed({
  /** ISO 4217. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** What an hour of a person costs. */
  hourlyRate: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  /** What the tool itself costs a month: licences, machine, upkeep. */
  toolCostPerMonth: Type.Integer({ minimum: 0 }),
  /** Hours a month that people spend on the tool itself. */
  toolHoursPerMonth: Type.Number({ minimum: 0, maximum: 10_000 }),
  /** Of devices a month: the first selector that fits counts. */
  deviceCosts: Type.Array(
    Closed({ selector: Type.String({ maxLength: 1_024 }), perMonth: Type.Integer({ minimum: 0 }) }),
    { maxItems: 50 },
  ),
  /** Minutes of a person that one run saves, by script; scripts that are not named save what the product assumes, shown as such. */
  scriptMinutes: Type.Record(Type.String(), Type.Number({ minimum: 0, maximum: 10_000 })),
  version: Type.Integer(),
});
export type ValueSettings = Static<typeof ValueSettings>;

const Line = Closed({
  id: Type.String(),
  title: Type.String(),
  /** What was multiplied, in words with its figures: `41 runs × 12 min × € 45.00 an hour`. */
  formula: Type.String(),
  minutes: Nullable(Type.Number()),
  amount: Nullable(Type.Integer()),
});
/** `GET /api/v1/value?from=&to=&site=`; the settings at `GET`, `PUT /api/v1/value-settings`. */
export const ValueQuery = Closed({ from: Time, to: Time, site: Type.Optional(Type.String({ maxLength: 128 })) });
export const Value = Closed({
  from: Time,
  to: Time,
  currency: Type.String(),
  /** By script: minutes saved × runs that worked. */
  saved: Type.Array(
    Closed({
      ...Line.properties,
      script: Type.String(),
      runs: Type.Integer(),
      each: Type.Number(),
      assumed: Type.Boolean(),
    }),
  ),
  savedMinutes: Type.Number(),
  savedAmount: Type.Integer(),
  /** By service: outage in its hours × cost per hour. */
  downtime: Type.Array(Closed({ ...Line.properties, service: Type.String(), ms: Type.Integer() })),
  downtimeAmount: Type.Integer(),
  devices: Closed({
    count: Type.Integer(),
    amount: Type.Integer(),
    each: Nullable(Type.Integer()),
    formula: Type.String(),
  }),
  services: Type.Array(Closed({ ...Line.properties, service: Type.String(), devices: Type.Integer() })),
  tool: Closed({ amount: Type.Integer(), perDevice: Nullable(Type.Integer()), formula: Type.String() }),
  /** Saved − tool's own cost. */
  net: Type.Integer(),
  netFormula: Type.String(),
});
export type Value = Static<typeof Value>;
