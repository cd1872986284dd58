import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/** Mirrors shared/rules/rule; limits in the metric's own unit, times in ms. */
export const Severity = Type.Union([Type.Literal('warning'), Type.Literal('critical')]);
const Limit = Type.Union([Type.Number(), Type.Tuple([Type.Number(), Type.Number()])]);
const Level = Closed({ limit: Limit, clear: Type.Optional(Limit) });
const Levels = Closed({ warning: Type.Optional(Level), critical: Type.Optional(Level) });
const Where = Type.Record(Type.String({ maxLength: 128 }), Type.String({ maxLength: 256 }));
const Name = Type.String({ minLength: 1, maxLength: 128 });
const Duration = Type.Integer({ minimum: 0, maximum: 400 * 86_400_000, description: 'ms' });
const Is = Type.Union([Type.Literal('above'), Type.Literal('below'), Type.Literal('outside')]);
const Words = Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 32 });
const Silences = Type.Array(
  Type.Union([Type.Literal('offline'), Type.Literal('unreachable'), Type.Literal('stopped'), Type.Literal('late')]),
  { minItems: 1, maxItems: 32 },
);
const measured = { metric: Name, where: Type.Optional(Where) };

export const Condition = Type.Union([
  Closed({ kind: Type.Literal('value'), ...measured, is: Is, levels: Levels }),
  Closed({ kind: Type.Literal('change'), ...measured, overMs: Duration, is: Is, levels: Levels }),
  Closed({
    kind: Type.Literal('state'),
    ...measured,
    states: Closed({ warning: Type.Optional(Words), critical: Type.Optional(Words) }),
  }),
  Closed({ kind: Type.Literal('absent'), ...measured, afterMs: Duration, severity: Severity }),
  Closed({
    kind: Type.Literal('device'),
    states: Closed({ warning: Type.Optional(Silences), critical: Type.Optional(Silences) }),
  }),
  Closed({ kind: Type.Literal('told'), severity: Severity }),
  Closed({
    kind: Type.Literal('trend'),
    ...measured,
    reaches: Type.Number(),
    withinMs: Closed({ warning: Type.Optional(Duration), critical: Type.Optional(Duration) }),
    historyMs: Duration,
  }),
  Closed({
    kind: Type.Literal('formula'),
    expression: Type.String({ minLength: 1, maxLength: 1_024 }),
    unit: Type.Optional(Type.String({ maxLength: 32 })),
    is: Is,
    levels: Levels,
  }),
]);

const Calendar = Closed({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
  from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
  to: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
  zone: Type.Optional(Type.String({ maxLength: 64 })),
});
const Override = Closed({
  selector: Type.Optional(Type.String({ maxLength: 1_024 })),
  where: Type.Optional(Where),
  calendar: Type.Optional(Calendar),
  levels: Type.Optional(Levels),
  forMs: Type.Optional(Duration),
  off: Type.Optional(Type.Boolean()),
});

const body = {
  name: Name,
  selector: Type.String({ maxLength: 1_024 }),
  when: Condition,
  forMs: Duration,
  clearForMs: Duration,
  enabled: Type.Boolean(),
  runbook: Type.String({ maxLength: 8_192 }),
  overrides: Type.Array(Override, { maxItems: 64 }),
};
export const RuleBody = Closed(body);
/** What of a rule becomes a part of a signed standing order, whatever else is said of it. */
export const RuleSaid = Type.Object({
  when: Condition,
  forMs: Duration,
  clearForMs: Duration,
  overrides: body.overrides,
});
export const RuleSlug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
export const RuleParameter = Closed({ id: RuleSlug });

/** `GET /api/v1/rules`, `GET /api/v1/rules/{id}` */
export const Rule = Closed({
  id: RuleSlug,
  ...body,
  origin: Type.Union([Type.Literal('default'), Type.Literal('person'), Type.Literal('file')]),
  createdAt: Time,
  changedAt: Time,
  version: Type.Integer(),
  /** One sentence of what it says, as people read it. */
  words: Type.String(),
  /** As it stands in a file for `fettle apply`. */
  file: Type.String(),
  /** Devices that the selector fits now, and incidents that are open by it. */
  devices: Type.Integer(),
  incidents: Type.Integer(),
});
export type Rule = Static<typeof Rule>;
export const RulePage = Page(Rule);

/** `PUT /api/v1/rules/{id}`: makes it (`version` 0) or changes it (the version that was read). */
export const RulePut = Closed({ ...body, version: Type.Integer({ minimum: 0 }) });
export type RulePut = Static<typeof RulePut>;
/** `DELETE /api/v1/rules/{id}?version=` */
export const RuleDelete = Closed({ version: Type.Integer() });

/** `POST /api/v1/rules/back-test`: what a rule would have done, and what the one that is kept did by the same reckoning. */
export const BackTestQuery = Closed({
  id: Type.Optional(RuleSlug),
  rule: RuleBody,
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});
export type BackTestQuery = Static<typeof BackTestQuery>;
export const Fired = Closed({
  device: Type.String(),
  deviceName: Type.String(),
  instance: Type.String(),
  severity: Severity,
  from: Time,
  /** Null: still so at the end. */
  to: Nullable(Time),
  /** The value that hurt most. */
  peak: Nullable(Type.Number()),
});
export type Fired = Static<typeof Fired>;
const Reckoned = Closed({
  count: Type.Integer(),
  devices: Type.Integer(),
  /** All of them together, ms. */
  lasted: Type.Integer(),
  /** Longest first, at most 500. */
  fired: Type.Array(Fired),
});
export const BackTest = Closed({
  from: Time,
  to: Time,
  /** ms between the points it was reckoned on; 0: as they came. */
  step: Type.Integer(),
  devices: Type.Integer(),
  samples: Type.Integer(),
  tookMs: Type.Integer(),
  /** What could not be looked at, and why. */
  notes: Type.Array(Type.String()),
  // oxlint-disable-next-line unicorn/no-thenable -- data, which no promise calls
  then: Reckoned,
  /** By the rule as it is kept now; null: there is none. */
  now: Nullable(Reckoned),
});
export type BackTest = Static<typeof BackTest>;

const OnOff = Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('0')]));
/**
 * `POST /api/v1/apply?dryRun=1`: the text of one rule file. With `prune=1` what an earlier file made and this one has not is
 * deleted. `GET /api/v1/export` gives one.
 */
export const ApplyQuery = Closed({ dryRun: OnOff, prune: OnOff });
export const ApplyBody = Closed({ name: Type.String({ maxLength: 256 }), text: Type.String({ maxLength: 200_000 }) });
export const Applied = Closed({
  dryRun: Type.Boolean(),
  changes: Type.Array(
    Closed({
      kind: Type.String(),
      id: Type.String(),
      what: Type.Union([Type.Literal('create'), Type.Literal('change'), Type.Literal('delete'), Type.Literal('same')]),
      /** Lines with `-`, `+` or a space before them. */
      diff: Type.Array(Type.String()),
    }),
  ),
  /** With an error among these nothing was changed. Lines and columns from 1. */
  problems: Type.Array(
    Closed({
      line: Type.Integer(),
      column: Type.Integer(),
      severity: Type.Union([Type.Literal('error'), Type.Literal('hint')]),
      message: Type.String(),
    }),
  ),
});
export type Applied = Static<typeof Applied>;
export const Exported = Closed({ text: Type.String() });
