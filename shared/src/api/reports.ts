/** Reports: what kinds there are, which are made by schedule, and those that were made. */
import { type Static, Type } from 'typebox';
import type { ReportDocument as Document } from '../reports/document.ts';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Slug } from './services.ts';

export const reportKinds = [
  'executive',
  'service-levels',
  'availability',
  'trends',
  'incidents',
  'remediation',
  'inventory',
  'capacity',
  'workload',
  'value',
  'hand-over',
  'continuity',
  'improvement',
  'customer',
] as const;
export const ReportKindId = Type.Enum(reportKinds);
export type ReportKindId = (typeof reportKinds)[number];
/** `GET /api/v1/report-kinds` */
export const ReportKindPage = Page(
  Closed({
    id: ReportKindId,
    title: Type.String(),
    describe: Type.String(),
    /** What its sentence might be. */ example: Type.String(),
  }),
);

/** Which span: whole periods in a zone, the one before the time it is made, or the one that lasts; or exact times. */
export const reportPeriods = ['day', 'week', 'month', 'quarter', 'year', 'last-7', 'last-30'] as const;
export const ReportAsk = Closed({
  kind: ReportKindId,
  period: Type.Optional(Type.Enum(reportPeriods)),
  /** Any time within the period; default: the last whole period. */
  at: Type.Optional(Time),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  zone: Type.Optional(Type.String({ maxLength: 64 })),
  site: Type.Optional(Type.String({ maxLength: 128 })),
  selector: Type.Optional(Type.String({ maxLength: 1_024 })),
  service: Type.Optional(Slug),
});
export type ReportAsk = Static<typeof ReportAsk>;

const when = {
  /** Cron of five fields in the zone. */
  cron: Type.String({ maxLength: 128 }),
  zone: Type.String({ maxLength: 64 }),
  /** If that day has no business hours in the calendar: made all the same, the business day before or after, or not. */
  businessDay: Type.Enum(['any', 'before', 'after', 'skip'] as const),
  calendar: Nullable(Slug),
};
const plan = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  enabled: Type.Boolean(),
  kind: ReportKindId,
  period: Type.Enum(reportPeriods),
  zone: Type.String({ maxLength: 64 }),
  site: Nullable(Type.String({ maxLength: 128 })),
  selector: Type.String({ maxLength: 1_024 }),
  service: Nullable(Slug),
  schedule: Nullable(Closed(when)),
  /** Addresses, and people by id; sent by this channel (of kind email). */
  to: Type.Array(Type.String({ maxLength: 254 }), { maxItems: 50 }),
  channel: Nullable(Slug),
  attach: Type.Array(Type.Enum(['pdf', 'csv', 'html', 'json'] as const), { maxItems: 4 }),
  brand: Nullable(Slug),
  madeFor: Type.String({ maxLength: 128 }),
};
export const ReportPlanBody = Closed(plan);
export type ReportPlanBody = Static<typeof ReportPlanBody>;
/** `GET /api/v1/report-plans`, `PUT`, `DELETE /api/v1/report-plans/{id}`, `POST /api/v1/report-plans/{id}/make` */
export const ReportPlan = Closed({
  id: Slug,
  ...plan,
  nextAt: Nullable(Time),
  /** Why the collector switched it off by itself; null: it did not. */
  off: Nullable(Type.String()),
  last: Nullable(Closed({ report: Type.String(), time: Time, state: Type.String() })),
  version: Type.Integer(),
});
export type ReportPlan = Static<typeof ReportPlan>;
export const ReportPlanPage = Page(ReportPlan);
export const ReportPlanPut = Closed({ ...plan, version: Type.Integer({ minimum: 0 }) });

export const reportStates = ['making', 'made', 'failed'] as const;
/** `unknown`: nobody knows whether it arrived, and it is not sent again unless somebody asks. */
export const sendStates = ['waiting', 'sending', 'sent', 'failed', 'unknown'] as const;
/** One that is being made or was made; `progress` 0 to 1 with what is under way in words. */
export const Report = Closed({
  id: Type.String(),
  kind: ReportKindId,
  title: Type.String(),
  subtitle: Type.String(),
  sentence: Type.String(),
  from: Time,
  to: Time,
  zone: Type.String(),
  site: Nullable(Type.String()),
  plan: Nullable(Slug),
  madeBy: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  state: Type.Enum(reportStates),
  progress: Type.Number(),
  doing: Type.String(),
  error: Nullable(Type.String()),
  startedAt: Time,
  madeAt: Nullable(Time),
  tookMs: Nullable(Type.Integer()),
  bytes: Type.Integer(),
  /** Tables of which there is a CSV. */
  tables: Type.Array(Closed({ id: Type.String(), title: Type.String(), rows: Type.Integer() })),
  /** To whom it was sent, and what came of it. */
  sent: Type.Array(
    Closed({
      to: Type.String(),
      time: Time,
      state: Type.Enum(sendStates),
      ok: Type.Boolean(),
      answer: Type.String(),
      attempts: Type.Integer(),
    }),
  ),
  version: Type.Integer(),
});
export type Report = Static<typeof Report>;
/** `GET /api/v1/reports?kind=&plan=`: newest first; `POST /api/v1/reports` (ReportAsk) begins one and answers at once. */
export const ReportPage = Page(Report);
export const ReportQuery = Closed({
  kind: Type.Optional(ReportKindId),
  plan: Type.Optional(Slug),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
/**
 * `GET /api/v1/reports/{id}` (a Report), `…/{id}/document` (its document), `…/{id}/file?as=html|pdf|csv|json&table=` (CSV: of one table; without
 * one, a zip is not made: all tables one after the other), `…/{id}/bases/{key}` (what a figure was reckoned from),
 * `GET /api/v1/report-preview?…ReportAsk` (a document made now and not kept; the manager's page is the preview of `executive`).
 */
export const ReportFileQuery = Closed({
  as: Type.Enum(['html', 'pdf', 'csv', 'json'] as const),
  table: Type.Optional(Type.String({ maxLength: 64 })),
});
export const BasisParameter = Closed({ id: Type.String({ maxLength: 64 }), key: Type.String({ maxLength: 128 }) });
/** Lists by id, each with what a page needs to show it; at most 1,000 of each, `more` says how many beyond. */
export const BasisView = Closed({
  title: Type.String(),
  formula: Type.String(),
  value: Nullable(Type.Number()),
  how: Type.Enum(['count', 'reckoned'] as const),
  incidents: Type.Array(
    Closed({
      id: Type.String(),
      words: Type.String(),
      deviceName: Type.String(),
      openedAt: Time,
      resolvedAt: Nullable(Time),
      gone: Type.Boolean(),
    }),
  ),
  runs: Type.Array(
    Closed({
      id: Type.String(),
      title: Type.String(),
      deviceName: Type.String(),
      state: Type.String(),
      endedAt: Nullable(Time),
      gone: Type.Boolean(),
    }),
  ),
  series: Type.Array(Closed({ device: Type.String(), metric: Type.String(), link: Type.String(), api: Type.String() })),
  services: Type.Array(Closed({ id: Type.String(), link: Type.String(), api: Type.String() })),
  changes: Type.Array(Type.String()),
  pages: Type.Array(Closed({ words: Type.String(), link: Type.String(), api: Type.String() })),
  bases: Type.Array(Closed({ key: Type.String(), title: Type.String() })),
  more: Type.Integer(),
});
export type BasisView = Static<typeof BasisView>;
/** A document as the API gives it; its shape is in shared/reports/document. */
export const ReportDocument = Type.Unsafe<Document>(
  Type.Object({ version: Type.Literal(1), kind: Type.String() }, { additionalProperties: true }),
);

/** `DELETE /api/v1/reports/{id}?version=`: calls off one that is being made, removes one that is over. */
export const ReportParameter = Closed({ id: Type.String({ maxLength: 64 }) });
export const ReportDelete = Closed({ version: Type.Integer({ minimum: 0 }) });
/** `POST /api/v1/reports/{id}/send`: to more addresses; where it went already it does not go twice, and `sent` says where it goes now. */
export const ReportSend = Closed({
  to: Type.Array(Type.String({ maxLength: 254 }), { minItems: 1, maxItems: 50 }),
  channel: Slug,
  attach: Type.Array(Type.Enum(['pdf', 'csv', 'html', 'json'] as const), { maxItems: 4 }),
});
export const ReportSent = Closed({ sent: Type.Array(Type.String()) });
export const ReportSlug = Closed({ id: Slug });

/** How a customer's reports look: `GET /api/v1/brands`, `PUT`, `DELETE /api/v1/brands/{id}`. The brand of a site is used by itself. */
export const Brand = Closed({
  id: Slug,
  name: Type.String({ minLength: 1, maxLength: 128 }),
  sites: Type.Array(Type.String({ maxLength: 128 }), { maxItems: 200 }),
  accent: Nullable(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
  logo: Nullable(
    Closed({ type: Type.Enum(['image/png', 'image/jpeg'] as const), base64: Type.String({ maxLength: 400_000 }) }),
  ),
  foot: Type.String({ maxLength: 300 }),
  version: Type.Integer(),
});
export type Brand = Static<typeof Brand>;
export const BrandPage = Page(Brand);
export const BrandPut = Type.Omit(Brand, ['id'], { additionalProperties: false });
export type BrandPut = Static<typeof BrandPut>;
