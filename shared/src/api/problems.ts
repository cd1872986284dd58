import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/** The cause behind repeating incidents. */
export const Problem = Closed({
  id: Type.String(),
  title: Type.String(),
  /** `proposed` by the collector; people make it `open`, `known-error` or `closed`, or dismiss it. */
  state: Type.Union([
    Type.Literal('proposed'),
    Type.Literal('open'),
    Type.Literal('known-error'),
    Type.Literal('closed'),
    Type.Literal('dismissed'),
  ]),
  /** What repeats: `rule`, `model`. */
  by: Type.Union([Type.Literal('rule'), Type.Literal('model'), Type.Literal('service'), Type.Literal('hand')]),
  key: Type.String(),
  why: Type.String(),
  rootCause: Type.String(),
  workaround: Type.String(),
  owner: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  incidents: Type.Integer(),
  devices: Type.Integer(),
  firstAt: Nullable(Time),
  lastAt: Nullable(Time),
  createdAt: Time,
  version: Type.Integer(),
});
export type Problem = Static<typeof Problem>;
export const ProblemPage = Page(Problem);
export const ProblemQuery = Closed({ state: Type.Optional(Type.String({ maxLength: 16 })) });
export const ProblemParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const ProblemCreate = Closed({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  incidents: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 500 }),
});
export type ProblemCreate = Static<typeof ProblemCreate>;
export const ProblemChange = Closed({
  version: Type.Integer(),
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  state: Type.Optional(Problem.properties.state),
  rootCause: Type.Optional(Type.String({ maxLength: 4_000 })),
  workaround: Type.Optional(Type.String({ maxLength: 4_000 })),
  owner: Type.Optional(Nullable(Type.String({ maxLength: 64 }))),
});
export type ProblemChange = Static<typeof ProblemChange>;
