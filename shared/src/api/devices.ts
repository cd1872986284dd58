import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

export const deviceStates = [
  'online',
  'late',
  'stopped',
  'offline',
  'unreachable',
  'unknown',
  'quarantined',
  'retired',
] as const;
export const DeviceState = Type.Enum(deviceStates);
export type DeviceState = (typeof deviceStates)[number];

/**
 * What kind of silence: the agent was stopped; the device was shut down; the agent ended while the device was up;
 * nothing answered any more (device off, or its link cut); the whole site is silent.
 */
export const silences = ['stopped', 'shutdown', 'died', 'cut', 'site'] as const;
export type Silence = (typeof silences)[number];

/** Something on a device that needs a person, read off its latest values. */
export const Trouble = Closed({
  severity: Type.Union([Type.Literal('warning'), Type.Literal('critical')]),
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  value: Type.Number(),
  /** "/var is 91.4 % full" */
  words: Type.String(),
});
export type Trouble = Static<typeof Trouble>;

export const Device = Closed({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String({ description: 'server desktop router other' }),
  os: Type.String({ description: 'pretty name of the operating system, empty until known' }),
  agentVersion: Type.String(),
  state: DeviceState,
  /** Since when it is in this state. */
  stateSince: Time,
  /** Null: not silent, or nobody can tell. */
  silence: Nullable(Type.Enum(silences)),
  lastSeen: Nullable(Time),
  site: Type.String(),
  labels: Type.Record(Type.String(), Type.String()),
  /** How often it is measured now, ms. */
  interval: Type.Integer(),
  /** What must be added to the device's clock to get the collector's, ms. */
  clockOffset: Type.Integer(),
  enrolledAt: Time,
  /** Worst first. */
  troubles: Type.Array(Trouble),
  /** A few figures for lists: shares from 0 to 1, null where not measured. */
  vitals: Closed({
    cpu: Nullable(Type.Number()),
    memory: Nullable(Type.Number()),
    /** The fullest file system. */
    disk: Nullable(Type.Number()),
  }),
  version: Type.Integer(),
});
export type Device = Static<typeof Device>;

export const DeviceQuery = Closed({
  selector: Type.Optional(Type.String({ maxLength: 1_024 })),
  search: Type.Optional(Type.String({ maxLength: 256 })),
  /** Only these. */
  id: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200 }), Type.String({ maxLength: 64 })]),
  ),
  sort: Type.Optional(Type.Union([Type.Literal('hurts'), Type.Literal('name'), Type.Literal('lastSeen')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
export const DevicePage = Page(Device);
export type DevicePage = Static<typeof DevicePage>;

/** `PATCH /api/v1/devices/{id}`: what people may change. */
export const DeviceChange = Closed({
  version: Type.Integer(),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  kind: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  labels: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 256 }))),
});
export type DeviceChange = Static<typeof DeviceChange>;

/** `GET /api/v1/devices/{id}/latest` */
export const LatestValue = Closed({
  metric: Type.String(),
  attributes: Type.Record(Type.String(), Type.String()),
  value: Type.Number(),
  unit: Type.String(),
  time: Time,
  /** For states: the word. */
  text: Type.Optional(Type.String()),
});
export type LatestValue = Static<typeof LatestValue>;
export const LatestPage = Page(LatestValue);

const Level = Closed({ bytes: Type.Integer({ minimum: 0 }), keptMs: Type.Integer({ minimum: 0 }) });
/** `GET /api/v1/devices/{id}/storage`: what its samples take on disk, and how long they are kept at least. */
export const DeviceStorage = Closed({
  /** All of them. */
  bytes: Type.Integer({ minimum: 0 }),
  /** As they came, with the tables of processes. */
  raw: Level,
  /** In buckets of five minutes. */
  five: Level,
  /** In buckets of an hour. */
  hour: Level,
});
export type DeviceStorage = Static<typeof DeviceStorage>;

/** `GET /api/v1/devices/{id}/facts` */
export const Fact = Closed({ name: Type.String(), value: Type.String(), since: Time });
export type Fact = Static<typeof Fact>;
export const FactPage = Page(Fact);

/** `GET /api/v1/devices/{id}/processes?at=`: the table at that time or the last before it. */
export const Process = Closed({
  pid: Type.Integer(),
  start: Time,
  name: Type.String(),
  /** Share of one processor; may exceed 1. */
  cpu: Nullable(Type.Number()),
  /** Resident bytes. */
  memory: Nullable(Type.Number()),
  /** Bytes a second read and written. */
  io: Nullable(Type.Number()),
});
export type Process = Static<typeof Process>;
export const ProcessQuery = Closed({ at: Type.Optional(Time) });
export const ProcessPage = Closed({ items: Type.Array(Process), next: Type.Null(), time: Nullable(Time) });
export type ProcessPage = Static<typeof ProcessPage>;
