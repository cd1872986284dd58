import { type Static, Type } from 'typebox';
import { Severity } from './rules.ts';
import { Closed, Nullable, Page, Time } from './schema.ts';

export const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
export const SlugParameter = Closed({ id: Slug });
const version = Type.Integer({ minimum: 0 });
const Name = Type.String({ minLength: 1, maxLength: 128 });

export const presets = ['plain', 'slack', 'teams', 'ntfy', 'pagerduty'] as const;
/** Where notices go. Secrets are written, never read back: `secretSet` says whether one is there. */
export const ChannelBody = Type.Union([
  Closed({
    kind: Type.Literal('email'),
    host: Type.String({ maxLength: 253 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Union([Type.Literal('none'), Type.Literal('starttls'), Type.Literal('tls')]),
    user: Type.Optional(Type.String({ maxLength: 254 })),
    from: Type.String({ maxLength: 254 }),
    /** To whom, besides people with an address of their own. */
    to: Type.Optional(Type.Array(Type.String({ maxLength: 254 }), { maxItems: 20 })),
    /** PEM: who vouches for the server, instead of those that everybody trusts. */
    ca: Type.Optional(Type.String({ maxLength: 32_768 })),
  }),
  Closed({
    kind: Type.Literal('webhook'),
    url: Type.String({ maxLength: 2_048 }),
    preset: Type.Enum(presets),
  }),
  /** A notification of the browser, for who is signed in. */
  Closed({ kind: Type.Literal('desktop') }),
]);
export const Channel = Closed({
  id: Slug,
  name: Name,
  enabled: Type.Boolean(),
  to: ChannelBody,
  secretSet: Type.Boolean(),
  /** Of its newest delivery. */
  last: Nullable(Closed({ time: Time, ok: Type.Boolean(), answer: Type.String() })),
  version,
});
export type Channel = Static<typeof Channel>;
export const ChannelPage = Page(Channel);
export const ChannelPut = Closed({
  name: Name,
  enabled: Type.Boolean(),
  to: ChannelBody,
  secret: Type.Optional(Type.String({ maxLength: 1_024 })),
  version,
});
export type ChannelPut = Static<typeof ChannelPut>;
/** `POST /api/v1/channels/{id}/test` */
/** `DELETE /api/v1/channels/{id}?version=`, and of routes and rosters */
export const VersionQuery = Closed({ version });
/** `POST /api/v1/channels/{id}/test`: `to` an address to send it to, where the channel has none of its own. */
export const ChannelTest = Closed({ to: Type.Optional(Type.String({ maxLength: 254 })) });
export const ChannelTested = Closed({ ok: Type.Boolean(), answer: Type.String(), tookMs: Type.Integer() });

export type ChannelTested = Static<typeof ChannelTested>;

/** Whom a step tells. */
export const Target = Type.Union([
  Closed({ kind: Type.Literal('person'), id: Type.String({ maxLength: 64 }) }),
  Closed({ kind: Type.Literal('team'), id: Slug }),
  /** Who is on call by this roster at that time. */
  Closed({ kind: Type.Literal('on-call'), id: Slug }),
  Closed({ kind: Type.Literal('channel'), id: Slug }),
]);
export type Target = Static<typeof Target>;
const Step = Closed({
  /** After the step before, if nobody acknowledged, ms; of the first: after the incident opened. */
  afterMs: Type.Integer({ minimum: 0, maximum: 7 * 86_400_000 }),
  targets: Type.Array(Target, { minItems: 1, maxItems: 20 }),
});
const Calendar = Closed({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
  from: Type.String({ maxLength: 5 }),
  to: Type.String({ maxLength: 5 }),
  zone: Type.Optional(Type.String({ maxLength: 64 })),
});
/** Which incidents go where; all routes that fit, in order, until one says `stop`. */
const route = {
  name: Name,
  enabled: Type.Boolean(),
  order: Type.Integer({ minimum: 0, maximum: 10_000 }),
  selector: Type.String({ maxLength: 1_024 }),
  /** The least severity. */
  severity: Severity,
  calendar: Type.Optional(Calendar),
  steps: Type.Array(Step, { minItems: 1, maxItems: 10 }),
  /** Begins again with the first step so often when nobody answered. */
  repeat: Type.Integer({ minimum: 0, maximum: 10 }),
  /** Told too when it resolves. */
  resolved: Type.Boolean(),
  stop: Type.Boolean(),
};
export const Route = Closed({ id: Slug, ...route, version });
export type Route = Static<typeof Route>;
export const RoutePage = Page(Route);
export const RoutePut = Closed({ ...route, version });
export type RoutePut = Static<typeof RoutePut>;

/** People who take turns. */
const roster = {
  name: Name,
  zone: Type.String({ maxLength: 64 }),
  /** The first turn begins then, local time; hand-overs are at this time of day. */
  start: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' }),
  turn: Closed({
    every: Type.Union([Type.Literal('day'), Type.Literal('week')]),
    count: Type.Integer({ minimum: 1, maximum: 52 }),
  }),
  people: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 50 }),
};
const TurnOver = Closed({ id: Type.String(), person: Type.String(), from: Time, to: Time, reason: Type.String() });
const Person = Closed({ id: Type.String(), name: Type.String() });
export const Roster = Closed({
  id: Slug,
  ...roster,
  overrides: Type.Array(TurnOver),
  now: Nullable(Closed({ person: Person, until: Time })),
  next: Nullable(Closed({ person: Person, from: Time })),
  version,
});
export type Roster = Static<typeof Roster>;
export const RosterPage = Page(Roster);
export const RosterPut = Closed({ ...roster, version });
export type RosterPut = Static<typeof RosterPut>;
export const OverrideParameter = Closed({ id: Slug, override: Type.String({ maxLength: 64 }) });
/** `POST /api/v1/rosters/{id}/overrides`, `DELETE /api/v1/rosters/{id}/overrides/{override}` */
export const OverrideCreate = Closed({
  person: Type.String({ maxLength: 64 }),
  from: Time,
  to: Time,
  reason: Type.String({ maxLength: 500 }),
});
export type OverrideCreate = Static<typeof OverrideCreate>;
/** `GET /api/v1/rosters/{id}/turns?from=&to=` */
export const TurnQuery = Closed({ from: Time, to: Time });
export const Turn = Closed({ person: Person, from: Time, to: Time, override: Nullable(Type.String()) });
export type Turn = Static<typeof Turn>;
export const TurnPage = Page(Turn);

/** `GET /api/v1/deliveries?incident=&channel=&state=` newest first: what was sent to whom, and what came of it. */
export const Delivery = Closed({
  id: Type.String(),
  incident: Nullable(Type.String()),
  /** `opened severity escalated unremedied resolved reminder trust test heartbeat failure`. */
  kind: Type.String(),
  channel: Type.String(),
  to: Type.String(),
  words: Type.String(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('delivered'),
    Type.Literal('failed'),
    Type.Literal('given-up'),
    Type.Literal('dropped'),
  ]),
  attempts: Type.Integer(),
  createdAt: Time,
  deliveredAt: Nullable(Time),
  nextAt: Nullable(Time),
  /** What the other end answered last. */
  answer: Type.String(),
});
export type Delivery = Static<typeof Delivery>;
export const DeliveryPage = Page(Delivery);
export const DeliveryQuery = Closed({
  incident: Type.Optional(Type.String({ maxLength: 64 })),
  channel: Type.Optional(Slug),
  state: Type.Optional(Type.String({ maxLength: 16 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});

/** `GET`, `PUT /api/v1/heartbeat`: a webhook that is called again and again, so that somebody hears when the collector is silent. */
export const Heartbeat = Closed({
  /** Empty: off. */
  url: Type.String({ maxLength: 2_048 }),
  everyMs: Type.Integer({ minimum: 60_000, maximum: 86_400_000 }),
  last: Nullable(Closed({ time: Time, ok: Type.Boolean(), answer: Type.String() })),
  version,
});
export type Heartbeat = Static<typeof Heartbeat>;
export const HeartbeatPut = Closed({
  url: Heartbeat.properties.url,
  everyMs: Heartbeat.properties.everyMs,
  version,
});
export type HeartbeatPut = Static<typeof HeartbeatPut>;

/** What the pipeline did with an incident and why, stage by stage: `GET /api/v1/incidents/{id}/notices`. */
export const NoticeStage = Closed({ time: Time, stage: Type.String(), passed: Type.Boolean(), reason: Type.String() });
export type NoticeStage = Static<typeof NoticeStage>;
export const NoticeStagePage = Page(NoticeStage);
