/** What became of an order, or of a firing of a standing order, on one device. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { ScriptSlug } from './scripts.ts';

export const runModes = ['run', 'check', 'undo'] as const;
export const Mode = Type.Enum(runModes);
export const Id = Type.String({ minLength: 1, maxLength: 64 });

/** `withheld`: its ring has not begun. `refused`: the device did, with a code. */
export const runStates = [
  'withheld',
  'queued',
  'sent',
  'running',
  'done',
  'not-applicable',
  'reboot-needed',
  'failed',
  'timeout',
  'stopped',
  'unknown',
  'refused',
  'expired',
] as const;
export const RunState = Type.Enum(runStates);
export type RunState = (typeof runStates)[number];
export const RunCounts = Type.Partial(
  Closed(
    Object.fromEntries(runStates.map((state) => [state, Type.Integer()])) as Record<
      RunState,
      ReturnType<typeof Type.Integer>
    >,
  ),
);
export type RunCounts = Static<typeof RunCounts>;

const run = {
  /** The order's id, or the standing order's. */
  order: Type.String(),
  kind: Type.Union([Type.Literal('order'), Type.Literal('standing')]),
  /** Path of the run: `/api/v1/runs/{id}`. */
  id: Type.String(),
  title: Type.String(),
  device: Type.String(),
  deviceName: Type.String(),
  site: Type.String(),
  ring: Type.Integer(),
  state: RunState,
  /** Code of the refusal, or null. */
  code: Nullable(Type.String()),
  /** In words, for people. */
  words: Type.String(),
  exit: Nullable(Type.Integer()),
  /** Last line of output that is not empty. */
  lastLine: Nullable(Type.String()),
  queuedAt: Time,
  startedAt: Nullable(Time),
  endedAt: Nullable(Time),
  /** The receipt's signature and chain: `verified`, `broken` (with why in `words`), or null while there is none. */
  receipt: Nullable(Type.Union([Type.Literal('verified'), Type.Literal('broken')])),
  incident: Nullable(Type.String()),
};
/** `GET /api/v1/orders/{id}/runs` (in ring order, then failures first), `GET /api/v1/runs?device=` (newest first). */
export const RunItem = Closed(run);
export type RunItem = Static<typeof RunItem>;
export const RunPage = Page(RunItem);
export const RunQuery = Closed({
  device: Type.Optional(Id),
  order: Type.Optional(Id),
  standing: Type.Optional(Id),
  script: Type.Optional(ScriptSlug),
  incident: Type.Optional(Id),
  state: Type.Optional(RunState),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
/** `GET /api/v1/orders/{id}/matrix`: every target in ring order, as small as can be: `[device, name, state, ring]`. */
export const RunMatrix = Closed({
  order: Type.String(),
  cells: Type.Array(Type.Tuple([Type.String(), Type.String(), RunState, Type.Integer()])),
});
export type RunMatrix = Static<typeof RunMatrix>;
/** `GET /api/v1/runs/{id}` */
export const RunDetail = Closed({
  ...run,
  steps: Type.Array(
    Closed({
      name: Type.String(),
      mode: Mode,
      program: Nullable(Type.String()),
      outcome: Nullable(Type.String()),
      exit: Nullable(Type.Integer()),
      startedAt: Nullable(Time),
      endedAt: Nullable(Time),
    }),
  ),
  /** Kept output as text: what is not UTF-8 or could harm a terminal is replaced. While it runs, what came so far. */
  output: Type.String(),
  outputTotal: Type.Integer(),
  outputSha256: Nullable(Type.String()),
  receiptEnvelope: Nullable(Type.Unknown()),
  receiptSeq: Nullable(Type.Integer()),
  /** Of a standing order by rule: before and after, in words; null: not measured yet, or no rule. */
  firing: Nullable(
    Closed({
      rule: Nullable(Type.String()),
      instance: Nullable(Type.String()),
      words: Type.String(),
      before: Nullable(Type.Number()),
      after: Nullable(Type.Number()),
      cleared: Nullable(Type.Boolean()),
    }),
  ),
});
export type RunDetail = Static<typeof RunDetail>;
export const RunParameter = Closed({ id: Id });
