/** Calendars, objectives, error budgets and how fast they burn. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Slug } from './services.ts';

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
const calendar = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  zone: Type.String({ maxLength: 64, description: 'IANA name' }),
  /** Local hours; `to` at or before `from` reaches over midnight and belongs to the day on which it begins. */
  hours: Type.Array(
    Closed({
      days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
      from: TimeOfDay,
      to: TimeOfDay,
    }),
    { minItems: 1, maxItems: 20 },
  ),
  /** Days without hours. */
  holidays: Type.Array(
    Closed({ day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), name: Type.String({ maxLength: 128 }) }),
    { maxItems: 400 },
  ),
};
export const CalendarBody = Closed(calendar);
export type CalendarBody = Static<typeof CalendarBody>;
/** `GET /api/v1/calendars`, `PUT`, `DELETE /api/v1/calendars/{id}` */
export const Calendar = Closed({ id: Slug, ...calendar, version: Type.Integer() });
export type Calendar = Static<typeof Calendar>;
export const CalendarPage = Page(Calendar);
export const CalendarPut = Closed({ ...calendar, version: Type.Integer({ minimum: 0 }) });
export type CalendarPut = Static<typeof CalendarPut>;

export const SlugParameter = Closed({ id: Slug });
/** As it was read. */
export const VersionQuery = Closed({ version: Type.Integer({ minimum: 1 }) });

export const objectiveKinds = ['availability', 'acknowledge', 'resolve', 'freshness'] as const;
export const periods = ['day', 'week', 'month', 'quarter', 'year', 'rolling-30'] as const;
const objective = {
  service: Slug,
  name: Type.String({ minLength: 1, maxLength: 128 }),
  kind: Type.Enum(objectiveKinds),
  /** Parts per million: 999000 is 99.9 %. Of time (availability, freshness) or of incidents (acknowledge, resolve). */
  targetPpm: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  calendar: Nullable(Slug),
  /** Zone of its periods, where it has no calendar; default UTC. */
  zone: Type.String({ maxLength: 64 }),
  period: Type.Enum(periods),
  /** Whether planned outage is left out of the time that is measured, or counts as outage. */
  windows: Type.Enum(['leave-out', 'count'] as const),
  /** Whether a degraded service counts as available. */
  degraded: Type.Enum(['up', 'down'] as const),
  /** Of acknowledge and resolve: how soon; null: by the incidents' own targets. Of freshness: how old a good backup may be. */
  withinMs: Nullable(Type.Integer({ minimum: 60_000, maximum: 366 * 86_400_000 })),
  /** How fast the budget may burn: opens an incident, with the usual pairs of windows (1 h and 5 min at 14.4, 6 h and 30 min at 6, 3 d and 6 h at 1). */
  burnRules: Type.Boolean(),
};
export const ObjectiveBody = Closed(objective);
export type ObjectiveBody = Static<typeof ObjectiveBody>;
export const Objective = Closed({ id: Slug, ...objective, version: Type.Integer() });
export type Objective = Static<typeof Objective>;
/** `GET /api/v1/objectives?service=`, `PUT`, `DELETE /api/v1/objectives/{id}` */
export const ObjectivePage = Page(Objective);
export const ObjectivesQuery = Closed({ service: Type.Optional(Slug) });
export const ObjectivePut = Closed({ ...objective, version: Type.Integer({ minimum: 0 }) });
export type ObjectivePut = Static<typeof ObjectivePut>;

export const levelStates = ['kept', 'close', 'missed', 'not-measured'] as const;
export const LevelState = Type.Enum(levelStates);
/** What was spent of a budget, and by what. */
export const Spent = Closed({
  from: Time,
  to: Time,
  /** So much of it lies in the measured time, ms. Of objectives over incidents 0. */
  ms: Type.Integer(),
  incidents: Type.Array(Type.String()),
  devices: Type.Array(Type.String()),
  words: Type.String(),
});
export type Spent = Static<typeof Spent>;
/** One objective over one period. Availability and freshness in ms, acknowledge and resolve in incidents. */
export const Level = Closed({
  objective: Slug,
  service: Slug,
  serviceName: Type.String(),
  name: Type.String(),
  kind: Type.Enum(objectiveKinds),
  targetPpm: Type.Integer(),
  from: Time,
  to: Time,
  /** Where it was counted to; before `to` while the period lasts. */
  countedTo: Time,
  measured: Type.Integer(),
  bad: Type.Integer(),
  /** What may be bad in the whole period, floor; of a period that lasts, of all of it. */
  budget: Type.Integer(),
  /** 1 − bad ÷ measured in ppm, floor; null: nothing was measured. */
  valuePpm: Nullable(Type.Integer()),
  state: LevelState,
  /** Bad share ÷ allowed share over 1 h, 6 h, 24 h, 3 d before `countedTo`; null: nothing measured. */
  burn: Closed({
    hour: Nullable(Type.Number()),
    sixHours: Nullable(Type.Number()),
    day: Nullable(Type.Number()),
    threeDays: Nullable(Type.Number()),
  }),
  /** When the budget is gone if it burns on as in the last three days; null: it is not, or is already. */
  goneAt: Nullable(Time),
  spent: Type.Array(Spent),
  /** Outage in the service's hours × its cost per hour, minor units, rounded half up; null: no cost known. */
  cost: Nullable(Type.Integer()),
});
export type Level = Static<typeof Level>;
/** `GET /api/v1/levels?at=&service=&objective=&periods=`: each objective over the period at `at` (default now) and so many before it. */
export const LevelQuery = Closed({
  at: Type.Optional(Time),
  service: Type.Optional(Slug),
  objective: Type.Optional(Slug),
  /** How many periods, newest first; default 1. */
  periods: Type.Optional(Type.Integer({ minimum: 1, maximum: 13 })),
});
export const LevelPage = Page(Level);
/** `GET /api/v1/restore-tests`, `POST`: when a backup was last tried, and how it went: by a run of `backup-restore-test`, or told by a person. */
export const RestoreTest = Closed({
  id: Type.String(),
  device: Type.String(),
  deviceName: Type.String(),
  time: Time,
  ok: Type.Boolean(),
  words: Type.String({ maxLength: 1_000 }),
  by: Type.String(),
  run: Nullable(Type.String()),
});
export type RestoreTest = Static<typeof RestoreTest>;
export const RestoreTestPage = Page(RestoreTest);
export const RestoreTestCreate = Closed({
  device: Type.String({ maxLength: 64 }),
  time: Time,
  ok: Type.Boolean(),
  words: Type.String({ maxLength: 1_000 }),
});
