/** People: who has what to do, how soon they act, what is handed over. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Time } from './schema.ts';

const Named = Closed({ id: Type.String(), name: Type.String() });
const Load = Closed({
  /** Open incidents they own, and of these those that are past a target. */
  open: Type.Integer(),
  overdue: Type.Integer(),
  /** In the span: incidents that they acknowledged, owned or resolved; each once. */
  worked: Type.Integer(),
  resolved: Type.Integer(),
  /** Median and p95 from the opening (or from their turn's begin) to their first deed, ms. */
  actMedianMs: Nullable(Type.Number()),
  actP95Ms: Nullable(Type.Number()),
  /** Open requests that they own. */
  requests: Type.Integer(),
  /** Hours on call in the span. */
  onCallHours: Type.Number(),
  /** Weeks in a row up to now in which they worked more than 1.3 × the fair share. */
  aboveShareWeeks: Type.Integer(),
});
/** `GET /api/v1/manpower?from=&to=`; who may not see others sees only themselves. */
export const ManpowerQuery = Closed({ from: Time, to: Time });
export const Manpower = Closed({
  from: Time,
  to: Time,
  people: Type.Array(Closed({ person: Named, joinedAt: Nullable(Time), ...Load.properties })),
  teams: Type.Array(Closed({ team: Named, ...Load.properties })),
  /** Worked ÷ people who worked any. */
  fairShare: Nullable(Type.Number()),
  nobodyOpen: Type.Integer(),
  onCall: Type.Array(
    Closed({ roster: Type.String(), name: Type.String(), person: Nullable(Named), until: Nullable(Time) }),
  ),
  /** Incidents that scripts and people resolved, by week (its first ms). */
  byScript: Type.Array(Closed({ week: Time, script: Type.Integer(), hand: Type.Integer(), itself: Type.Integer() })),
  /** Incidents that are likely in each of the next weeks, with the middle 80 %, and hours at the usual time an incident takes. */
  forecast: Type.Array(
    Closed({
      week: Time,
      low: Type.Number(),
      median: Type.Number(),
      high: Type.Number(),
      hours: Nullable(Type.Number()),
    }),
  ),
});
export type Manpower = Static<typeof Manpower>;
/** `GET /api/v1/hand-over?roster=&from=&to=`: for whoever takes over; by default the turn of that roster (or the last 12 h) that is ending. */
export const HandOverQuery = Closed({
  roster: Type.Optional(Type.String({ maxLength: 64 })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});
const Item = Closed({
  id: Type.String(),
  words: Type.String(),
  device: Nullable(Type.String()),
  site: Nullable(Type.String()),
  state: Type.String(),
  since: Time,
  owner: Nullable(Named),
  /** What is next, or was done, in words. */
  next: Type.String(),
  link: Type.String(),
});
export const HandOver = Closed({
  from: Time,
  to: Time,
  roster: Nullable(Type.String()),
  leaving: Nullable(Named),
  coming: Nullable(Named),
  open: Type.Array(Item),
  /** Opened and resolved within the turn. */
  done: Type.Array(Item),
  underWay: Type.Array(Item),
  soon: Type.Array(Item),
  requests: Type.Array(Item),
  /** Notes that people left for the next, newest first; `POST /api/v1/hand-over/notes` adds one. */
  notes: Type.Array(Closed({ id: Type.String(), time: Time, by: Named, text: Type.String() })),
});
export type HandOver = Static<typeof HandOver>;
export const HandOverNote = Closed({ text: Type.String({ minLength: 1, maxLength: 4_000 }) });
