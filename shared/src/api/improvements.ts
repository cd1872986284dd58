/** Improvement register and projects: what is to get better, by whom, until when, and whether it did. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

const Named = Closed({ id: Type.String(), name: Type.String() });
/** What is measured, the same way before and after. */
export const Measure = Type.Union([
  /** Incidents a 30 days of a rule, a device, a service; null: any. */
  Closed({
    kind: Type.Literal('incidents'),
    rule: Nullable(Type.String({ maxLength: 64 })),
    device: Nullable(Type.String({ maxLength: 64 })),
    service: Nullable(Type.String({ maxLength: 64 })),
  }),
  /** Median time to resolve, ms. */
  Closed({
    kind: Type.Literal('resolve'),
    rule: Nullable(Type.String({ maxLength: 64 })),
    service: Nullable(Type.String({ maxLength: 64 })),
  }),
  /** Availability of a service, ppm, always, windows left out. */
  Closed({ kind: Type.Literal('availability'), service: Type.String({ maxLength: 64 }) }),
  /** A quantile of a metric over devices. */
  Closed({
    kind: Type.Literal('metric'),
    metric: Type.String({ maxLength: 128 }),
    selector: Type.String({ maxLength: 1_024 }),
    quantile: Type.Enum(['p50', 'p95'] as const),
  }),
]);
export type Measure = Static<typeof Measure>;
const body = {
  finding: Type.String({ minLength: 1, maxLength: 500 }),
  action: Type.String({ maxLength: 2_000 }),
  owner: Nullable(Type.String({ maxLength: 64 })),
  due: Nullable(Time),
  measure: Nullable(Measure),
  /** The days before the finding that are the baseline. */
  baselineDays: Type.Integer({ minimum: 1, maximum: 365 }),
  problem: Nullable(Type.String({ maxLength: 64 })),
};
export const improvementStates = ['open', 'under-way', 'done', 'kept', 'no-better', 'dropped'] as const;
/** `baseline` and `now` are null where nothing was measured. `kept`, `no-better`: judged by measuring again, 30 days after it was done. */
export const Improvement = Closed({
  /** Counts up from 1: people say “improvement 17”. */
  id: Type.Integer(),
  ...body,
  ownerPerson: Nullable(Named),
  state: Type.Enum(improvementStates),
  site: Nullable(Type.String()),
  foundAt: Time,
  doneAt: Nullable(Time),
  baseline: Nullable(Closed({ from: Time, to: Time, value: Nullable(Type.Number()), words: Type.String() })),
  now: Nullable(Closed({ from: Time, to: Time, value: Nullable(Type.Number()), words: Type.String() })),
  unit: Type.String(),
  /** `31 → 4`, or why it cannot be said. */
  words: Type.String(),
  overdue: Type.Boolean(),
  /** What the asker's role allows is another question. */
  may: Type.Array(Type.Enum(['begin', 'finish', 'reopen', 'drop', 'measure'] as const)),
  version: Type.Integer(),
});
export type Improvement = Static<typeof Improvement>;
/** `GET /api/v1/improvements?state=`, `POST`, `PUT /api/v1/improvements/{id}`, `POST …/{id}/act` */
export const ImprovementPage = Page(Improvement);
export const ImprovementPut = Closed({
  ...body,
  site: Nullable(Type.String({ maxLength: 128 })),
  version: Type.Integer({ minimum: 0 }),
});
export type ImprovementPut = Static<typeof ImprovementPut>;
export const ImprovementAct = Closed({
  act: Type.Enum(['begin', 'finish', 'reopen', 'drop', 'measure'] as const),
  note: Type.String({ maxLength: 2_000 }),
  version: Type.Integer(),
});
export type ImprovementAct = Static<typeof ImprovementAct>;
export const ImprovementParameter = Closed({ id: Type.Integer({ minimum: 1 }) });

export const projectKinds = ['mandatory', 'roi', 'breakthrough'] as const;
const project = {
  title: Type.String({ minLength: 1, maxLength: 200 }),
  why: Type.String({ maxLength: 4_000 }),
  kind: Type.Enum(projectKinds),
  /** Minor units: once, and what it brings or saves a month; ROI projects are ranked by months until it is paid back. */
  cost: Nullable(Type.Integer({ minimum: 0 })),
  gainPerMonth: Nullable(Type.Integer()),
  owner: Nullable(Type.String({ maxLength: 64 })),
  due: Nullable(Time),
  /** Of a mandatory one: the law, contract or end of support that asks for it. */
  mandate: Type.String({ maxLength: 500 }),
  /** What shows it: pages of the dashboard, with words as they were when it was added. */
  evidence: Type.Array(Closed({ words: Type.String({ maxLength: 500 }), link: Type.String({ maxLength: 1_000 }) }), {
    maxItems: 20,
  }),
  state: Type.Enum(['idea', 'approved', 'under-way', 'done', 'dropped'] as const),
};
/** `GET /api/v1/projects`: mandatory first, by due; then ROI by pay-back; then breakthroughs by score. */
export const Project = Closed({
  id: Type.Integer(),
  ...project,
  ownerPerson: Nullable(Named),
  /** 0 to 100, with its formula. */
  score: Type.Integer(),
  formula: Type.String(),
  payBackMonths: Nullable(Type.Number()),
  version: Type.Integer(),
});
export type Project = Static<typeof Project>;
export const ProjectPage = Page(Project);
export const ProjectPut = Closed({ ...project, version: Type.Integer({ minimum: 0 }) });
export type ProjectPut = Static<typeof ProjectPut>;
/** `GET /api/v1/projects/proposals`: what the trends suggest, with evidence; not kept until somebody adds it. */
export const ProjectProposals = Closed({ items: Type.Array(ProjectPut) });

export const ImprovementQuery = Closed({ state: Type.Optional(Type.Enum(improvementStates)) });
