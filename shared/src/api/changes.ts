import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/** Anything that altered a device: a run, an inventory difference, a restart, a plan. */
export const changeKinds = ['run', 'facts', 'restart', 'plan', 'agent'] as const;
export const ChangeItem = Closed({
  /** Unique; counts up with time only roughly. */
  id: Type.String(),
  time: Time,
  kind: Type.Enum(changeKinds),
  device: Type.String(),
  deviceName: Type.String(),
  site: Type.String(),
  /** What changed, in one sentence with old and new value. */
  words: Type.String(),
  /** Who or what did it: a person, a standing order's name, null: not known. */
  by: Nullable(Type.String()),
  /** A page of the dashboard: `/runs/…`, `/changes/…`; null: none. */
  link: Nullable(Type.String()),
  outcome: Nullable(Type.String()),
});
export type ChangeItem = Static<typeof ChangeItem>;
/** `GET /api/v1/changes?device=&site=&kind=&from=&to=`: newest first. */
export const ChangePage = Page(ChangeItem);
export const ChangeQuery = Closed({
  device: Type.Optional(Type.String({ maxLength: 64 })),
  site: Type.Optional(Type.String({ maxLength: 128 })),
  kind: Type.Optional(Type.Enum(changeKinds)),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});

/** A planned change: why, when, how risky, who agreed, and the orders that carry it out. */
export const planStates = ['proposed', 'approved', 'refused', 'under-way', 'done', 'failed', 'cancelled'] as const;
const plan = {
  title: Type.String({ minLength: 1, maxLength: 120 }),
  reason: Type.String({ minLength: 1, maxLength: 4_000 }),
  risk: Type.Enum(['low', 'medium', 'high'] as const),
  /** What is done if it goes wrong. */
  wayBack: Type.String({ maxLength: 4_000 }),
  /** Over labels, or devices by id. */
  selector: Nullable(Type.String({ maxLength: 1_024 })),
  devices: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1_000 }),
  from: Time,
  to: Time,
  /** Notices about its devices wait during that time. */
  window: Type.Boolean(),
};
export const PlanBody = Closed(plan);
export type PlanBody = Static<typeof PlanBody>;
/** `GET /api/v1/changes/plans`, `GET /api/v1/changes/plans/{id}` */
export const Plan = Closed({
  id: Type.String(),
  ...plan,
  state: Type.Enum(planStates),
  madeBy: Closed({ id: Type.String(), name: Type.String() }),
  madeAt: Time,
  /** Never who made it. */
  approvedBy: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  approvedAt: Nullable(Time),
  orders: Type.Array(Closed({ id: Type.String(), title: Type.String(), state: Type.String() })),
  /** Incidents that opened on its devices from its beginning to 30 minutes after its end. */
  incidents: Type.Array(Closed({ id: Type.String(), words: Type.String(), openedAt: Time })),
  outcome: Type.String(),
  may: Type.Array(Type.String()),
  version: Type.Integer(),
});
export type Plan = Static<typeof Plan>;
export const PlanPage = Page(Plan);
export const PlanParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
/** `PUT /api/v1/changes/plans/{id}`, `POST /api/v1/changes/plans` (version 0) */
export const PlanPut = Closed({ body: PlanBody, version: Type.Integer({ minimum: 0 }) });
/** `POST /api/v1/changes/plans/{id}/act` */
export const PlanAct = Closed({
  act: Type.Enum(['approve', 'refuse', 'begin', 'finish', 'fail', 'cancel'] as const),
  note: Type.String({ maxLength: 2_000 }),
  version: Type.Integer(),
});
export type PlanAct = Static<typeof PlanAct>;
