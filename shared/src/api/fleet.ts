/** `GET /api/v1/fleet`: every device in a few bytes each, for walls, groups and searches; figures come by `/devices`. */
import { type Static, Type } from 'typebox';
import { DeviceState, silences, Trouble } from './devices.ts';
import { Closed, Nullable, Time } from './schema.ts';

/** What is known of a device that is not simply online and in order. */
export const CellDetail = Closed({
  state: DeviceState,
  stateSince: Time,
  silence: Nullable(Type.Enum(silences)),
  lastSeen: Nullable(Time),
  interval: Type.Integer(),
  /** Worst first. */
  troubles: Type.Array(Type.Pick(Trouble, ['severity', 'words'])),
});
export type CellDetail = Static<typeof CellDetail>;

/** `[id, name, group]` of a device that is online and in order, with its detail otherwise; `group` is a place in `groups`. */
export const Cell = Type.Union([
  Type.Tuple([Type.String(), Type.String(), Type.Integer()]),
  Type.Tuple([Type.String(), Type.String(), Type.Integer(), CellDetail]),
]);
export type Cell = Static<typeof Cell>;

export const FleetQuery = Closed({
  selector: Type.Optional(Type.String({ maxLength: 1_024 })),
  search: Type.Optional(Type.String({ maxLength: 256 })),
  /** `site`, or the key of a label. */
  group: Type.Optional(Type.String({ minLength: 1, maxLength: 64, default: 'site' })),
});
export type FleetQuery = Partial<Static<typeof FleetQuery>>;

export const Fleet = Closed({
  /** Sites, or values of a label, that devices are in; empty: without one. */
  groups: Type.Array(Type.String()),
  /** By name. */
  cells: Type.Array(Cell),
  /** Devices in scope, chosen or not. */
  total: Type.Integer(),
  /** Of all of them: the newest frame, the shortest interval of those online, when the first was enrolled. */
  newest: Nullable(Time),
  interval: Nullable(Type.Integer()),
  oldest: Nullable(Time),
  /** Keys of labels in use. */
  keys: Type.Array(Type.String()),
});
export type Fleet = Static<typeof Fleet>;
