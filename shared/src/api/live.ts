/**
 * `GET /api/v1/live?device=ID&device=ID&fleet=1&row=ID&row=ID`, text/event-stream. Messages:
 * - `event: hello`  data LiveHello: first of each connection
 * - `event: event`, `id: <sequence>`  data EventItem (shared/api/events): resumes by Last-Event-ID
 * - `event: reset`  data {}: the id was too old; load everything anew
 * - `event: frame`  data LiveFrame: every new frame of the devices named by `device` (they are watched at 1 s)
 * - `event: fleet`  data LiveFleet: with `fleet=1`, at most once a second, what changed in the fleet
 * - `event: storage`  data StorageItem: the collector's disk filled up or has room again; also after each hello
 * - `event: run`  data LiveRun: with `order=ID`, each run of it that stands otherwise than before; its last line for who may read runs
 * - `event: output`  data LiveOutput: with `run=ID`, its output as it comes; what came before is in `GET /api/v1/runs/{id}`
 * - `event: notice`  data LiveNotice: to be shown as a notification, for who asked for them
 * - a comment line every 15 s keeps the connection alive
 */
import { type Static, Type } from 'typebox';
import { Device, LatestValue, Process } from './devices.ts';
import { CellDetail } from './fleet.ts';
import { RunState } from './orders.ts';
import { Severity } from './rules.ts';
import { Closed, Nullable, Time } from './schema.ts';

export const LiveQuery = Closed({
  device: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 8 }), Type.String({ maxLength: 64 })]),
  ),
  fleet: Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('0')])),
  /** With `fleet=1`: the devices whose whole items are wanted, because somebody sees their figures. */
  row: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200 }), Type.String({ maxLength: 64 })]),
  ),
  order: Type.Optional(Type.String({ maxLength: 64 })),
  run: Type.Optional(Type.String({ maxLength: 64 })),
});

export const LiveHello = Closed({ time: Time, version: Type.String() });
export type LiveHello = Static<typeof LiveHello>;

export const LiveFrame = Closed({
  device: Type.String(),
  time: Time,
  interval: Type.Integer(),
  /** Without time: it is the frame's. */
  values: Type.Array(Type.Omit(LatestValue, ['time'])),
  processes: Type.Array(Process),
});
export type LiveFrame = Static<typeof LiveFrame>;

/** A device that stands otherwise than before: another state, other troubles, another name. Null: online, in order. */
export const LiveCell = Closed({ id: Type.String(), name: Type.String(), detail: Nullable(CellDetail) });
export type LiveCell = Static<typeof LiveCell>;

export const LiveFleet = Closed({
  cells: Type.Array(LiveCell),
  /** Whole items, as the device list gives them, of the devices named by `row`. */
  items: Type.Array(Device),
  /** Devices in scope. */
  total: Type.Integer(),
  /** The newest frame of those that changed. */
  newest: Nullable(Time),
});
export type LiveFleet = Static<typeof LiveFleet>;

export const LiveRun = Closed({
  order: Type.String(),
  id: Type.String(),
  device: Type.String(),
  ring: Type.Integer(),
  state: RunState,
  exit: Nullable(Type.Integer()),
  code: Nullable(Type.String()),
  lastLine: Nullable(Type.String()),
});
export type LiveRun = Static<typeof LiveRun>;
export const LiveOutput = Closed({ run: Type.String(), at: Type.Integer(), text: Type.String() });
export type LiveOutput = Static<typeof LiveOutput>;

/** A notice on its way to whoever is signed in and sees its site. */
export const LiveNotice = Closed({
  /** The same for the same notice: a browser shows it once. */
  key: Type.String(),
  /** As of a delivery. */
  kind: Type.String(),
  subject: Type.String(),
  severity: Severity,
  incidents: Type.Array(Type.String()),
  site: Nullable(Type.String()),
  time: Time,
});
export type LiveNotice = Static<typeof LiveNotice>;
