import { type Static, Type } from 'typebox';
import { Process } from './devices.ts';
import { Severity } from './rules.ts';
import { Closed, Nullable, Page, Time } from './schema.ts';

export const incidentStates = ['open', 'acknowledged', 'resolved', 'closed'] as const;
export const IncidentState = Type.Enum(incidentStates);
export type IncidentState = (typeof incidentStates)[number];

/** Why nobody is told of it. */
export const Quiet = Type.Union([
  Closed({ by: Type.Literal('window'), window: Type.String() }),
  Closed({ by: Type.Literal('cause'), incident: Type.String() }),
  Closed({ by: Type.Literal('flapping'), since: Time }),
  Closed({ by: Type.Literal('snoozed'), until: Time, person: Nullable(Type.String()) }),
]);

/** A target time and where it stands. */
export const TargetClock = Closed({
  targetMs: Type.Integer(),
  /** When the target is missed, by what is known now; null while it is paused. */
  dueAt: Nullable(Time),
  /** So long it has run (until it was met, or now), without pauses, ms. */
  ranMs: Type.Integer(),
  state: Type.Union([Type.Literal('running'), Type.Literal('paused'), Type.Literal('met'), Type.Literal('missed')]),
});
export type TargetClock = Static<typeof TargetClock>;

const incident = {
  id: Type.String(),
  rule: Type.String(),
  ruleName: Type.String(),
  device: Type.String(),
  deviceName: Type.String(),
  site: Type.String(),
  instance: Type.String(),
  metric: Nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.String()),
  severity: Severity,
  worst: Severity,
  state: IncidentState,
  /** What is so, for people: `/var is 96.2 % full`. */
  words: Type.String(),
  value: Nullable(Type.Number()),
  limit: Nullable(Type.Number()),
  unit: Type.String(),
  openedAt: Time,
  acknowledgedAt: Nullable(Time),
  resolvedAt: Nullable(Time),
  closedAt: Nullable(Time),
  reopened: Type.Integer(),
  owner: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  priority: Type.Integer({ minimum: 1, maximum: 4 }),
  quiet: Nullable(Quiet),
  problem: Nullable(Type.String()),
  /** How many incidents follow from it. */
  affected: Type.Integer(),
  /** The likeliest cause in a line; null: nothing points anywhere. */
  cause: Nullable(Type.String()),
  acknowledge: TargetClock,
  resolve: TargetClock,
  version: Type.Integer(),
};
/** `GET /api/v1/incidents`: worst and oldest first. */
export const Incident = Closed(incident);
export type Incident = Static<typeof Incident>;
export const IncidentPage = Page(Incident);

const Many = <T extends ReturnType<typeof Type.String>>(one: T) => Type.Union([Type.Array(one, { maxItems: 50 }), one]);
export const IncidentQuery = Closed({
  /** Default: open and acknowledged. */
  state: Type.Optional(Many(Type.String({ maxLength: 16 }))),
  severity: Type.Optional(Severity),
  device: Type.Optional(Type.String({ maxLength: 64 })),
  rule: Type.Optional(Type.String({ maxLength: 64 })),
  site: Type.Optional(Type.String({ maxLength: 128 })),
  /** A person's id, `me` or `nobody`. */
  owner: Type.Optional(Type.String({ maxLength: 64 })),
  search: Type.Optional(Type.String({ maxLength: 256 })),
  /** Those that are linked to a problem. */
  problem: Type.Optional(Type.String({ maxLength: 64 })),
  /** Those that were open at any time of a span. */
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  /** `1`: also those that follow from others, are in a window or flap. */
  quiet: Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('0')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});

export const TimelineEntry = Closed({
  sequence: Type.Integer(),
  time: Time,
  /** `opened severity acknowledged owner priority note resolved reopened closed quiet snoozed flapping affected evidence notice problem clock`. */
  kind: Type.String(),
  /** `person:p…` with a name, `system`, null. */
  actor: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  words: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type TimelineEntry = Static<typeof TimelineEntry>;

/** What was caught when it broke; kinds of later capabilities join. */
export const Evidence = Type.Union([
  /** The value around the breach, 1 h before to 30 min after, at most 500 points. */
  Closed({
    kind: Type.Literal('chart'),
    metric: Type.String(),
    attributes: Type.Record(Type.String(), Type.String()),
    unit: Type.String(),
    limits: Type.Array(Closed({ severity: Severity, limit: Type.Number() })),
    points: Type.Array(Type.Tuple([Time, Type.Unsafe<number | null>({ type: ['number', 'null'] })])),
  }),
  Closed({
    kind: Type.Literal('processes'),
    time: Time,
    by: Type.Union([Type.Literal('cpu'), Type.Literal('memory'), Type.Literal('io')]),
    items: Type.Array(Process),
  }),
  Closed({
    kind: Type.Literal('related'),
    items: Type.Array(
      Closed({
        id: Type.String(),
        deviceName: Type.String(),
        words: Type.String(),
        severity: Severity,
        openedAt: Time,
        why: Type.String(),
      }),
    ),
  }),
  /** Why, most likely: each line says what shows it. */
  Closed({
    kind: Type.Literal('causes'),
    items: Type.Array(Closed({ words: Type.String(), shownBy: Type.String(), link: Nullable(Type.String()) })),
  }),
  /** Runs that were meant to put it right, with what was measured before and after, and the end of their output. */
  Closed({
    kind: Type.Literal('remedy'),
    run: Type.String(),
    title: Type.String(),
    by: Type.String(),
    outcome: Type.String(),
    startedAt: Time,
    endedAt: Nullable(Time),
    before: Nullable(Type.Number()),
    after: Nullable(Type.Number()),
    unit: Type.String(),
    cleared: Nullable(Type.Boolean()),
    output: Type.String(),
  }),
  /** Changes of the device within 30 minutes before it. */
  Closed({
    kind: Type.Literal('suspects'),
    items: Type.Array(
      Closed({
        change: Type.String(),
        time: Time,
        words: Type.String(),
        by: Nullable(Type.String()),
        link: Nullable(Type.String()),
      }),
    ),
  }),
  Closed({
    kind: Type.Literal('known-error'),
    problem: Type.String(),
    title: Type.String(),
    rootCause: Type.String(),
    workaround: Type.String(),
  }),
]);
export type Evidence = Static<typeof Evidence>;

/** `GET /api/v1/incidents/{id}` */
export const IncidentDetail = Closed({
  ...incident,
  runbook: Type.String(),
  evidence: Type.Array(Evidence),
  timeline: Type.Array(TimelineEntry),
  affectedItems: Type.Array(
    Closed({
      id: Type.String(),
      device: Type.String(),
      deviceName: Type.String(),
      words: Type.String(),
      severity: Severity,
      state: IncidentState,
    }),
  ),
  causedBy: Nullable(Closed({ id: Type.String(), deviceName: Type.String(), words: Type.String() })),
  /** What may be done with it now: `acknowledge resolve close reopen snooze own note`. */
  may: Type.Array(Type.String()),
});
export type IncidentDetail = Static<typeof IncidentDetail>;
export const IncidentParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** `POST /api/v1/incidents/act`: one deed on one or many; each answers for itself. */
export const IncidentAct = Closed({
  incidents: Type.Array(Closed({ id: Type.String({ maxLength: 64 }), version: Type.Integer() }), {
    minItems: 1,
    maxItems: 500,
  }),
  act: Type.Union([
    Closed({ kind: Type.Literal('acknowledge'), note: Type.Optional(Type.String({ maxLength: 2_000 })) }),
    /** Takes an acknowledgement back: the undo. */
    Closed({ kind: Type.Literal('unacknowledge') }),
    Closed({ kind: Type.Literal('resolve'), note: Type.Optional(Type.String({ maxLength: 2_000 })) }),
    Closed({ kind: Type.Literal('reopen'), note: Type.Optional(Type.String({ maxLength: 2_000 })) }),
    Closed({ kind: Type.Literal('close') }),
    Closed({ kind: Type.Literal('own'), owner: Nullable(Type.String({ maxLength: 64 })) }),
    Closed({ kind: Type.Literal('priority'), priority: Type.Integer({ minimum: 1, maximum: 4 }) }),
    Closed({ kind: Type.Literal('note'), text: Type.String({ minLength: 1, maxLength: 4_000 }) }),
    Closed({ kind: Type.Literal('snooze'), until: Time }),
    Closed({ kind: Type.Literal('unsnooze') }),
    Closed({ kind: Type.Literal('pause'), why: Type.String({ minLength: 1, maxLength: 500 }) }),
    Closed({ kind: Type.Literal('resume') }),
    Closed({ kind: Type.Literal('link'), problem: Nullable(Type.String({ maxLength: 64 })) }),
  ]),
});
export type IncidentAct = Static<typeof IncidentAct>;
export const IncidentActed = Closed({
  items: Type.Array(
    Closed({
      id: Type.String(),
      incident: Nullable(Incident),
      code: Nullable(Type.String()),
      message: Nullable(Type.String()),
    }),
  ),
});
export type IncidentActed = Static<typeof IncidentActed>;

const Target = Closed({ acknowledgeMs: Type.Integer({ minimum: 1 }), resolveMs: Type.Integer({ minimum: 1 }) });
/** `GET /api/v1/incident-targets`: how soon somebody acknowledges and it is resolved; `version` 0: nobody set any. */
export const IncidentTargets = Closed({ critical: Target, warning: Target, version: Type.Integer() });
export type IncidentTargets = Static<typeof IncidentTargets>;
/** `PUT /api/v1/incident-targets`: all of them, with the version that was read. */
export const IncidentTargetsChange = IncidentTargets;

/** `GET /api/v1/standing`: what is wrong now within the actor's sites; every page begins with it. */
export const Standing = Closed({
  critical: Type.Integer(),
  warning: Type.Integer(),
  unacknowledged: Type.Integer(),
  /** The worst and oldest. */
  worst: Nullable(Incident),
  /** The sentence, and what can wait. */
  words: Type.String(),
  quieter: Type.String(),
});
export type Standing = Static<typeof Standing>;
