/**
 * Orders as people see them. An order has one or more rings; each ring is a signed statement of its own. A draft becomes an order
 * when its statements are signed, which happens where the keys are (`fettle order sign DRAFT`, or the console).
 */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Id, Mode, RunCounts } from './runs.ts';
import { ScriptClass, ScriptParameterValue, ScriptSlug } from './scripts.ts';

export * from './runs.ts';

export const DraftStep = Closed({
  script: ScriptSlug,
  /** Default: the newest that is published. */
  version: Type.Optional(Type.Integer({ minimum: 1 })),
  mode: Mode,
  /** Values of secrets never come here: who signs gives them there. */
  parameters: Type.Record(Type.String({ maxLength: 32 }), ScriptParameterValue),
  when: Nullable(
    Closed({ step: Type.Integer({ minimum: 0, maximum: 15 }), exits: Type.Array(Type.Integer(), { maxItems: 32 }) }),
  ),
});
export type DraftStep = Static<typeof DraftStep>;

export const DraftAction = Type.Union([
  Closed({ kind: Type.Literal('script'), steps: Type.Array(DraftStep, { minItems: 1, maxItems: 16 }) }),
  Closed({ kind: Type.Literal('unit-restart'), unit: Type.String({ minLength: 1, maxLength: 256 }) }),
  Closed({ kind: Type.Literal('reboot'), notice: Type.Integer({ minimum: 0, maximum: 86_400 }) }),
]);
export type DraftAction = Static<typeof DraftAction>;

/** Who: devices by id, or a selector over labels as they are when it is signed; `''` is everything. */
export const DraftTargets = Type.Union([
  Closed({ kind: Type.Literal('devices'), devices: Type.Array(Id, { minItems: 1, maxItems: 10_000 }) }),
  Closed({ kind: Type.Literal('selector'), selector: Type.String({ maxLength: 1_024 }) }),
]);
/** How it stops by itself. Rings: devices of the first, share of the second, then the rest. */
export const Rings = Closed({
  first: Type.Integer({ minimum: 1, maximum: 1_000 }),
  /** 0 to 1; 0: no second ring. */
  share: Type.Number({ minimum: 0, maximum: 1 }),
  /** Share of failed among ended runs of a ring at which it halts, 0 to 1. */
  haltAt: Type.Number({ minimum: 0, maximum: 1 }),
  /** ms that a ring must have been over before the next begins. */
  waitMs: Type.Integer({ minimum: 0, maximum: 7 * 86_400_000 }),
});
export const Trigger = Type.Union([
  Closed({
    kind: Type.Literal('rule'),
    rule: Id,
    severity: Type.Enum(['warning', 'critical'] as const),
    settle: Type.Integer({ minimum: 0, maximum: 86_400 }),
  }),
  Closed({
    kind: Type.Literal('clock'),
    cron: Type.String({ minLength: 9, maxLength: 128 }),
    /** `device` or an IANA name. */
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    jitter: Type.Integer({ minimum: 0, maximum: 86_400 }),
    missed: Type.Enum(['skip', 'run'] as const),
  }),
]);
export const Caps = Closed({
  perHour: Type.Integer({ minimum: 1, maximum: 60 }),
  coolDown: Type.Integer({ minimum: 0, maximum: 604_800 }),
  bootGuard: Type.Integer({ minimum: 0, maximum: 86_400 }),
  failures: Type.Integer({ minimum: 1, maximum: 100 }),
});

const draft = {
  /** For people; default: made of the action. */
  title: Type.String({ maxLength: 120 }),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  /** The planned change it belongs to; null: none. */
  change: Nullable(Type.String({ maxLength: 64 })),
  /** The incident it is meant to remedy; null: none. */
  incident: Nullable(Type.String({ maxLength: 64 })),
  what: Type.Union([
    Closed({
      kind: Type.Literal('order'),
      action: DraftAction,
      targets: DraftTargets,
      /** Null: as soon as it is signed. */
      notBefore: Nullable(Time),
      /** How long after that a device that was off may still run it, ms. */
      expiresInMs: Type.Integer({ minimum: 60_000, maximum: 30 * 86_400_000 }),
      rings: Nullable(Rings),
    }),
    Closed({
      kind: Type.Literal('standing'),
      name: Type.String({ minLength: 1, maxLength: 64 }),
      steps: Type.Array(DraftStep, { minItems: 1, maxItems: 16 }),
      /** Over granted labels; never empty. */
      selector: Type.String({ minLength: 1, maxLength: 1_024 }),
      trigger: Trigger,
      caps: Caps,
      /** Days, at most 90. */
      days: Type.Integer({ minimum: 1, maximum: 90 }),
      /** The standing order that this replaces as its next version; null: a new one. */
      replaces: Nullable(Type.String({ maxLength: 64 })),
    }),
  ]),
};
export const OrderDraftBody = Closed(draft);
export type OrderDraftBody = Static<typeof OrderDraftBody>;

/** A device that it would go to, or would not, and why. */
export const DraftTarget = Closed({
  id: Type.String(),
  host: Type.String(),
  name: Type.String(),
  site: Type.String(),
  platform: Type.String(),
  online: Type.Boolean(),
  /** Null: it goes there. Else a sentence: no program for its platform, monitor-only, locked, retired. */
  leftOut: Nullable(Type.String()),
});
export type DraftTarget = Static<typeof DraftTarget>;

/** `GET /api/v1/orders/drafts/{id}`; `POST /api/v1/orders/drafts/preview` gives the same of a body that is kept nowhere. */
export const OrderDraft = Closed({
  id: Type.String(),
  version: Type.Integer(),
  ...draft,
  madeBy: Closed({ id: Type.String(), name: Type.String() }),
  madeAt: Time,
  /** What it comes to now, in sentences, as the signer will read it. */
  words: Type.Array(Type.String()),
  class: ScriptClass,
  /** Why it is dangerous, in words; empty: it is not. */
  dangers: Type.Array(Type.String()),
  /** People who must sign, and of which role. */
  needs: Type.Array(Closed({ role: Type.String(), people: Type.Integer() })),
  targets: Closed({
    count: Type.Integer(),
    leftOut: Type.Integer(),
    offline: Type.Integer(),
    items: Type.Array(DraftTarget),
  }),
  /** Devices of each ring, in order. */
  rings: Type.Array(Type.Integer()),
  /** What stands in the way; empty: it can be signed. */
  problems: Type.Array(Type.String()),
  /** Names of secrets that who signs is asked for, by step. */
  secrets: Type.Array(Closed({ step: Type.Integer(), name: Type.String(), title: Type.String() })),
  /** The command that signs it. */
  command: Type.String(),
});
export type OrderDraft = Static<typeof OrderDraft>;
export const OrderDraftItem = Closed({
  id: Type.String(),
  title: Type.String(),
  madeBy: Type.String(),
  madeAt: Time,
  kind: Type.String(),
});
export type OrderDraftItem = Static<typeof OrderDraftItem>;
export const OrderDraftPage = Page(OrderDraftItem);
export const OrderDraftPut = Closed({ body: OrderDraftBody, version: Type.Integer({ minimum: 0 }) });

/**
 * `GET /api/v1/orders/drafts/{id}/signing`: all that who signs needs, to be checked and shown there from these bytes alone.
 * `GET /api/v1/approvals/{id}/signing`: the same for who signs second, with the envelopes so far.
 */
export const SigningKit = Closed({
  /** Null: it is signed already, see `envelopes`. */
  draft: Nullable(OrderDraftBody),
  /** What waits for another signature, ring by ring; empty for a draft. */
  envelopes: Type.Array(Type.Unknown()),
  /** Of the rings, in order: exactly these devices. Empty for a standing order. */
  rings: Type.Array(
    Type.Array(
      Closed({
        id: Type.String(),
        host: Type.String(),
        site: Type.String(),
        platform: Type.String(),
        critical: Type.Boolean(),
        sealingKey: Type.String(),
        record: Type.Unknown(),
        /** The enrolment token's statement that let it in: without it a collector could invent devices, and read what is sealed to them. */
        token: Type.Optional(Type.Unknown()),
      }),
    ),
  ),
  /** Script statements and bodies (by hash) that the steps name. */
  scripts: Type.Array(Closed({ envelope: Type.Unknown(), bodies: Type.Record(Type.String(), Type.String()) })),
  /** Every root, the newest revocations and freshness. */
  roots: Type.Array(Type.Unknown()),
  revoke: Nullable(Type.Unknown()),
  /** For a standing order by rule: its body. For a next version: the envelope before it. */
  rule: Nullable(Type.Unknown()),
  before: Nullable(Type.Unknown()),
});
export type SigningKit = Static<typeof SigningKit>;

const SealedBox = Closed({
  v: Type.Literal(1),
  key: Type.String({ maxLength: 8_192 }),
  nonce: Type.String({ maxLength: 8_192 }),
  box: Type.String({ maxLength: 65_536 }),
});

/** `POST /api/v1/orders`: what was signed. Who else must sign finds it under approvals. */
export const OrderSigned = Closed({
  draft: Nullable(Type.String({ maxLength: 64 })),
  envelopes: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 16 }),
  /** Of each ring, in order: the devices of its tree. Empty for a standing order. */
  rings: Type.Array(
    Type.Array(Closed({ id: Type.String({ maxLength: 64 }), host: Type.String({ maxLength: 253 }) }), {
      maxItems: 20_000,
    }),
  ),
  /** Sealed secrets by device; no larger than a device takes them. */
  sealed: Type.Record(Type.String({ maxLength: 64 }), SealedBox),
  /** Bodies of raw scripts by hash. */
  blobs: Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 131_072 })),
  /** A new statement of freshness, made while the key was open. */
  fresh: Nullable(Type.Unknown()),
});
export type OrderSigned = Static<typeof OrderSigned>;

/** What became of what was signed: under which id people find it, and whether it waits for somebody. */
export const OrderSubmitted = Closed({
  kind: Type.Union([Type.Literal('order'), Type.Literal('standing')]),
  id: Type.String(),
  state: Type.String(),
  why: Nullable(Type.String()),
});

export const orderStates = ['waiting-approval', 'planned', 'running', 'halted', 'stopped', 'ended', 'expired'] as const;
export const OrderState = Type.Enum(orderStates);
export type OrderState = (typeof orderStates)[number];
const order = {
  id: Type.String(),
  title: Type.String(),
  /** In one sentence: what, on whom, by whom. */
  words: Type.String(),
  class: ScriptClass,
  mode: Mode,
  state: OrderState,
  /** Why it halted, or what it waits for. */
  why: Nullable(Type.String()),
  reason: Type.String(),
  signedAt: Time,
  signers: Type.Array(Type.String()),
  notBefore: Time,
  expires: Time,
  targets: Type.Integer(),
  counts: RunCounts,
  ring: Type.Integer(),
  rings: Type.Integer(),
  incident: Nullable(Type.String()),
  change: Nullable(Type.String()),
  endedAt: Nullable(Time),
  version: Type.Integer(),
};
/** `GET /api/v1/orders?state=&device=&script=`: newest first. */
export const OrderItem = Closed(order);
export type OrderItem = Static<typeof OrderItem>;
export const OrderPage = Page(OrderItem);
export const OrderQuery = Closed({
  state: Type.Optional(OrderState),
  device: Type.Optional(Id),
  script: Type.Optional(ScriptSlug),
  incident: Type.Optional(Id),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
/** `GET /api/v1/orders/{id}` */
export const OrderDetail = Closed({
  ...order,
  steps: Type.Array(Type.String()),
  dangers: Type.Array(Type.String()),
  ringItems: Type.Array(
    Closed({
      statement: Type.String(),
      state: OrderState,
      targets: Type.Integer(),
      counts: RunCounts,
      startedAt: Nullable(Time),
      endedAt: Nullable(Time),
      envelope: Type.Unknown(),
    }),
  ),
  haltAt: Nullable(Type.Number()),
  /** What may be done with it now: `approve stop continue delete`. */
  may: Type.Array(Type.String()),
  /** The command that approves it, while it waits for that. */
  command: Nullable(Type.String()),
});
export type OrderDetail = Static<typeof OrderDetail>;
export const OrderParameter = Closed({ id: Id });
/** `POST /api/v1/orders/{id}/act`. `stop`: nothing more is sent; what runs is ended only by the signed stop switch. */
export const OrderAct = Closed({
  act: Type.Union([Type.Literal('stop'), Type.Literal('continue')]),
  version: Type.Integer(),
});
/** `POST /api/v1/orders/{id}/approve`: the same payloads with one more signature each. */
export const OrderApprove = Closed({
  envelopes: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 16 }),
  fresh: Nullable(Type.Unknown()),
});

/** `GET /api/v1/standing-orders`, `GET /api/v1/standing-orders/{id}` */
export const StandingItem = Closed({
  id: Type.String(),
  name: Type.String(),
  words: Type.String(),
  kind: Type.Union([Type.Literal('rule'), Type.Literal('clock')]),
  /** Rule's id, or the cron line with its zone. */
  trigger: Type.String(),
  selector: Type.String(),
  class: ScriptClass,
  steps: Type.Array(Type.String()),
  caps: Caps,
  state: Type.Enum(['waiting-approval', 'in-force', 'expired', 'ended'] as const),
  signedAt: Time,
  signers: Type.Array(Type.String()),
  expires: Time,
  devices: Type.Integer(),
  /** Devices that hold this version already. */
  held: Type.Integer(),
  runs: Type.Integer(),
  failed: Type.Integer(),
  cleared: Type.Integer(),
  lastRunAt: Nullable(Time),
  /** The signed version, and the envelope. */
  signedVersion: Type.Integer(),
  envelope: Type.Unknown(),
});
export type StandingItem = Static<typeof StandingItem>;
export const StandingPage = Page(StandingItem);

/** `GET /api/v1/approvals`: what waits for somebody's second signature, with the command. */
export const Approval = Closed({
  id: Type.String(),
  kind: Type.Union([Type.Literal('order'), Type.Literal('standing')]),
  title: Type.String(),
  words: Type.String(),
  dangers: Type.Array(Type.String()),
  signedBy: Type.Array(Type.String()),
  signedAt: Time,
  expires: Time,
  command: Type.String(),
});
export type Approval = Static<typeof Approval>;
export const ApprovalPage = Page(Approval);
