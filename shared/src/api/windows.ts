import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

const Slug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
const LocalTime = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$',
  description: 'in the zone of the window',
});

/** When it is: local times of a zone, so that it stays at its hour when clocks change. */
export const WindowWhen = Closed({
  zone: Type.String({ maxLength: 64, description: 'IANA name' }),
  start: LocalTime,
  lastsMs: Type.Integer({ minimum: 60_000, maximum: 31 * 86_400_000 }),
  repeat: Type.Union([
    Closed({ every: Type.Literal('once') }),
    Closed({ every: Type.Literal('day') }),
    /** 1 Monday to 7 Sunday. */
    Closed({
      every: Type.Literal('week'),
      days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1 }),
    }),
    Closed({ every: Type.Literal('month'), day: Type.Integer({ minimum: 1, maximum: 31 }) }),
    /** `nth` 1 to 4, or -1 for the last, of a weekday of the month. */
    Closed({
      every: Type.Literal('month-weekday'),
      nth: Type.Integer({ minimum: -1, maximum: 4 }),
      weekday: Type.Integer({ minimum: 1, maximum: 7 }),
    }),
  ]),
  /** No repetition begins after it. */
  until: Type.Optional(LocalTime),
});
export type WindowWhen = Static<typeof WindowWhen>;

const body = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  /** Which devices; empty: all. */
  selector: Type.String({ maxLength: 1_024 }),
  reason: Type.String({ maxLength: 1_000 }),
  when: WindowWhen,
  enabled: Type.Boolean(),
};
export const Window = Closed({
  id: Slug,
  ...body,
  createdBy: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  /** How many of them are in the asker's sites. */
  devices: Type.Integer(),
  /** Whether it is open now, and the next opening. */
  open: Type.Boolean(),
  next: Nullable(Closed({ from: Time, to: Time })),
  version: Type.Integer(),
});
export type Window = Static<typeof Window>;
export const WindowPage = Page(Window);
export const WindowParameter = Closed({ id: Slug });
/** `PUT /api/v1/windows/{id}`: makes it (`version` 0) or changes it. */
export const WindowPut = Closed({ ...body, version: Type.Integer({ minimum: 0 }) });
export type WindowPut = Static<typeof WindowPut>;
export const WindowDelete = Closed({ version: Type.Integer() });

/** `GET /api/v1/windows/spans?from=&to=&device=`: openings in a span, for calendars and charts. */
export const SpanQuery = Closed({ from: Time, to: Time, device: Type.Optional(Type.String({ maxLength: 64 })) });
export const WindowSpan = Closed({
  window: Slug,
  name: Type.String(),
  reason: Type.String(),
  from: Time,
  to: Time,
  /** What a change of the clocks did to it: `The clocks leave out 02:30 that day: it begins at 03:30.` */
  note: Nullable(Type.String()),
});
export type WindowSpan = Static<typeof WindowSpan>;
export const WindowSpanPage = Page(WindowSpan);
