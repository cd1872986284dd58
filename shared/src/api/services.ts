/** Business services: what people rely on, made of devices, checks and other services. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

export const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
const Selector = Type.String({ maxLength: 1_024 });
const Named = Closed({ id: Type.String(), name: Type.String() });

/** `window`: out, and planned to be. `unknown`: nobody can tell. */
export const serviceStates = ['in-order', 'degraded', 'down', 'window', 'unknown'] as const;
export const ServiceState = Type.Enum(serviceStates);
export type ServiceState = (typeof serviceStates)[number];
export const criticalities = ['vital', 'important', 'ordinary'] as const;

/** When a device of a part is out: when it does not speak, also at a critical incident, or at any. */
export const countsAs = ['away', 'critical', 'any'] as const;
/** What a part is made of; each device, check or service is one member. */
export const PartMembers = Type.Union([
  Closed({ kind: Type.Literal('devices'), selector: Selector, counts: Type.Enum(countsAs) }),
  Closed({
    kind: Type.Literal('device'),
    ids: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 200 }),
    counts: Type.Enum(countsAs),
  }),
  /** Incidents of a rule on devices: a device is out while one is open. `instance`: only that one. */
  Closed({
    kind: Type.Literal('check'),
    rule: Slug,
    selector: Selector,
    instance: Type.Optional(Type.String({ maxLength: 512 })),
  }),
  Closed({ kind: Type.Literal('service'), ids: Type.Array(Slug, { minItems: 1, maxItems: 50 }) }),
]);
export type PartMembers = Static<typeof PartMembers>;
export const PartNeed = Type.Union([
  Closed({ kind: Type.Literal('all') }),
  Closed({ kind: Type.Literal('any') }),
  Closed({ kind: Type.Literal('at-least'), count: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
]);
export type PartNeed = Static<typeof PartNeed>;
/**
 * A service is in order when the need of each part is met and no member is out; degraded when all needs are met but a member is out, or
 * only parts with `impact` degraded fall short; down when a part with `impact` down falls short.
 */
export const Part = Closed({
  name: Type.String({ minLength: 1, maxLength: 128 }),
  of: PartMembers,
  need: PartNeed,
  impact: Type.Enum(['down', 'degraded'] as const),
});
export type Part = Static<typeof Part>;

const body = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  description: Type.String({ maxLength: 2_000 }),
  /** Who answers for it, and whom to call; ids of people; null: nobody. */
  owner: Nullable(Type.String({ maxLength: 64 })),
  pointPerson: Nullable(Type.String({ maxLength: 64 })),
  criticality: Type.Enum(criticalities),
  /** Business hours: a calendar's id; null: always. */
  calendar: Nullable(Slug),
  /** Minor units of the currency for an hour of outage within its hours; null: nobody reckoned it. */
  costPerHour: Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000_00 })),
  /** The site (customer) that it is for; null: several. Only who sees all its devices sees it. */
  site: Nullable(Type.String({ maxLength: 128 })),
  parts: Type.Array(Part, { minItems: 1, maxItems: 20 }),
};
export const ServiceBody = Closed(body);
export type ServiceBody = Static<typeof ServiceBody>;

/** Somebody or something that is out now. */
export const Cause = Closed({
  kind: Type.Enum(['incident', 'away', 'service'] as const),
  /** Of the incident, the device or the service. */
  id: Type.String(),
  device: Nullable(Type.String()),
  words: Type.String(),
  since: Time,
});
export type Cause = Static<typeof Cause>;
export const Service = Closed({
  id: Slug,
  ...body,
  ownerPerson: Nullable(Named),
  pointPersonPerson: Nullable(Named),
  state: ServiceState,
  /** Since when it is so. */
  since: Nullable(Time),
  /** Why, worst first; at most 20. */
  causes: Type.Array(Cause),
  devices: Type.Integer(),
  /** Members of each part, and how many of them are out. */
  partStates: Type.Array(
    Closed({ name: Type.String(), members: Type.Integer(), out: Type.Integer(), met: Type.Boolean() }),
  ),
  /** Open incidents of its devices. */
  incidents: Type.Integer(),
  /** From when its history is known. */
  countedFrom: Time,
  /** Whether a status page is published. */
  published: Type.Boolean(),
  version: Type.Integer(),
});
export type Service = Static<typeof Service>;
/** `GET /api/v1/services`: worst first, then by criticality and name. */
export const ServicePage = Page(Service);
export const ServiceParameter = Closed({ id: Slug });
/** `PUT /api/v1/services/{id}`: makes it (`version` 0) or changes it; the change counts from now on. */
export const ServicePut = Closed({ ...body, version: Type.Integer({ minimum: 0 }) });
export type ServicePut = Static<typeof ServicePut>;
/** `DELETE /api/v1/services/{id}?version=` */
export const ServiceDelete = Closed({ version: Type.Integer({ minimum: 1 }) });

/** One stretch of its history; stretches touch. */
export const Stretch = Closed({
  from: Time,
  to: Time,
  state: ServiceState,
  causes: Type.Array(Cause),
});
export type Stretch = Static<typeof Stretch>;
/** `GET /api/v1/services/{id}/history?from=&to=`: oldest first, exact to the millisecond. */
export const HistoryQuery = Closed({ from: Time, to: Time });
export const History = Closed({
  service: Slug,
  items: Type.Array(Stretch),
  /** Sum of each state in the span, ms. */
  totals: Type.Record(Type.String(), Type.Integer()),
});
export type History = Static<typeof History>;

/** `GET /api/v1/services/map`: what depends on what, with states; edges go from who relies to what is relied upon. */
export const ServiceMap = Closed({
  nodes: Type.Array(
    Closed({
      /** `service:mail`, `device:d…` */
      id: Type.String(),
      kind: Type.Enum(['service', 'device'] as const),
      name: Type.String(),
      state: Type.String(),
      criticality: Nullable(Type.Enum(criticalities)),
    }),
  ),
  edges: Type.Array(Closed({ from: Type.String(), to: Type.String(), part: Type.String() })),
});
export type ServiceMap = Static<typeof ServiceMap>;

/** Pages and feeds for people without a login; the token is in the address, kept as a hash, and shown once. */
export const publicKinds = ['status', 'calendar'] as const;
export const PublicLink = Closed({
  id: Type.String(),
  kind: Type.Enum(publicKinds),
  name: Type.String({ minLength: 1, maxLength: 128 }),
  /** Which services it shows; of a calendar: empty means all windows and changes of its site. */
  services: Type.Array(Slug, { maxItems: 100 }),
  site: Nullable(Type.String({ maxLength: 128 })),
  createdAt: Time,
  lastUsedAt: Nullable(Time),
  version: Type.Integer(),
});
export type PublicLink = Static<typeof PublicLink>;
export const PublicLinkParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const PublicLinkDelete = Closed({ version: Type.Integer({ minimum: 1 }) });
/** `GET /api/v1/public-links`, `DELETE /api/v1/public-links/{id}?version=` */
export const PublicLinkPage = Page(PublicLink);
export const PublicLinkCreate = Closed({
  kind: Type.Enum(publicKinds),
  name: Type.String({ minLength: 1, maxLength: 128 }),
  services: Type.Array(Slug, { maxItems: 100 }),
  site: Nullable(Type.String({ maxLength: 128 })),
});
/** `POST /api/v1/public-links`: `address` is `/status/{token}` or `/calendar/{token}.ics`, told this once. */
export const PublicLinkCreated = Closed({ link: PublicLink, address: Type.String() });

/** `GET /status/{token}.json`: what the users of services may know: no names of devices, no texts of incidents. */
export const PublicStatus = Closed({
  name: Type.String(),
  madeAt: Time,
  services: Type.Array(
    Closed({
      name: Type.String(),
      description: Type.String(),
      state: ServiceState,
      since: Nullable(Time),
      /** Of the last 90 days, oldest first: worst state of each day, and seconds down. */
      days: Type.Array(Closed({ day: Type.String(), state: ServiceState, downSeconds: Type.Integer() })),
    }),
  ),
  planned: Type.Array(Closed({ name: Type.String(), from: Time, to: Time })),
});
export type PublicStatus = Static<typeof PublicStatus>;
