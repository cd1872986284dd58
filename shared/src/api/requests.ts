/** What people ask for, and what becomes of it. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { ScriptSlug } from './scripts.ts';
import { Slug } from './services.ts';

const Named = Closed({ id: Type.String(), name: Type.String() });
const item = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  /** For who asks: what it does, how long it takes. */
  description: Type.String({ maxLength: 2_000 }),
  enabled: Type.Boolean(),
  /** The script that answers it; null: a person does. Version 0: the newest that is published. */
  script: Nullable(
    Closed({
      name: ScriptSlug,
      version: Type.Integer({ minimum: 0 }),
      parameters: Type.Record(Type.String(), Type.String()),
    }),
  ),
  /** Questions whose answers become parameters of the script, or stand in the request. */
  questions: Type.Array(
    Closed({
      id: Type.String({ pattern: '^[a-z][a-zA-Z0-9_]{0,31}$' }),
      label: Type.String({ minLength: 1, maxLength: 200 }),
      required: Type.Boolean(),
      /** Empty: any text; else one of these. */
      choices: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
      /** The parameter that takes the answer; null: none. */
      parameter: Nullable(Type.String({ maxLength: 64 })),
    }),
    { maxItems: 10 },
  ),
  /** Devices for which it may be asked; empty: all. */
  selector: Type.String({ maxLength: 1_024 }),
  approval: Type.Enum(['none', 'technician', 'manager'] as const),
  /** Whether it may be asked at the endpoint itself. */
  fromEndpoint: Type.Boolean(),
  targetMs: Nullable(Type.Integer({ minimum: 60_000 })),
};
export const RequestItemBody = Closed(item);
export type RequestItemBody = Static<typeof RequestItemBody>;
/** `GET /api/v1/request-items`, `PUT`, `DELETE /api/v1/request-items/{id}` */
export const RequestItem = Closed({ id: Slug, ...item, version: Type.Integer() });
export type RequestItem = Static<typeof RequestItem>;
export const RequestItemPage = Page(RequestItem);
export const RequestItemPut = Closed({ ...item, version: Type.Integer({ minimum: 0 }) });

/** `waiting`: for approval. `approved`: for a signature (or a person). `running`: its order does. */
export const requestStates = ['waiting', 'approved', 'running', 'done', 'failed', 'refused', 'cancelled'] as const;
export const RequestState = Type.Enum(requestStates);
export type RequestState = (typeof requestStates)[number];
export const Request = Closed({
  id: Type.String(),
  /** Null: a trouble that somebody reported. */
  item: Nullable(Slug),
  title: Type.String(),
  text: Type.String(),
  answers: Type.Record(Type.String(), Type.String()),
  device: Nullable(Type.String()),
  deviceName: Nullable(Type.String()),
  site: Nullable(Type.String()),
  /** Who asks: a person with a login, or who sat at the endpoint, as their system calls them. */
  asker: Closed({ kind: Type.Enum(['person', 'endpoint'] as const), id: Type.String(), name: Type.String() }),
  askedAt: Time,
  state: RequestState,
  decidedBy: Nullable(Named),
  decidedAt: Nullable(Time),
  /** What it became: the draft to be signed, then the order and its run; an incident's or problem's id where a trouble became one. */
  draft: Nullable(Type.String()),
  order: Nullable(Type.String()),
  run: Nullable(Type.String()),
  incident: Nullable(Type.String()),
  owner: Nullable(Named),
  /** What came of it, for who asked. */
  outcome: Type.String(),
  endedAt: Nullable(Time),
  dueAt: Nullable(Time),
  /** The device's state when it was asked: open incidents, newest values, top processes, in words. */
  attached: Type.Array(Closed({ title: Type.String(), lines: Type.Array(Type.String()) })),
  timeline: Type.Array(Closed({ time: Time, actor: Nullable(Named), words: Type.String() })),
  may: Type.Array(Type.String()),
  version: Type.Integer(),
});
export type Request = Static<typeof Request>;
/** `GET /api/v1/requests?state=&device=&mine=`: newest first. */
export const RequestPage = Page(Request);
export const RequestQuery = Closed({
  state: Type.Optional(RequestState),
  device: Type.Optional(Type.String({ maxLength: 64 })),
  mine: Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('0')])),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
/** `POST /api/v1/requests` */
export const RequestCreate = Closed({
  item: Nullable(Slug),
  title: Type.String({ maxLength: 200 }),
  text: Type.String({ maxLength: 4_000 }),
  answers: Type.Record(Type.String(), Type.String({ maxLength: 1_000 })),
  device: Nullable(Type.String({ maxLength: 64 })),
});
export type RequestCreate = Static<typeof RequestCreate>;
/** `POST /api/v1/requests/{id}/act`. Nobody approves what they asked for. */
export const RequestAct = Closed({
  act: Type.Enum(['approve', 'refuse', 'cancel', 'own', 'finish', 'fail', 'note', 'open-incident'] as const),
  note: Type.String({ maxLength: 2_000 }),
  version: Type.Integer(),
});
export type RequestAct = Static<typeof RequestAct>;

/** `?device=`: only what may be asked for on it. */
export const RequestItemQuery = Closed({ device: Type.Optional(Type.String({ maxLength: 64 })) });
export const RequestItemParameter = Closed({ id: Slug });
export const RequestItemDelete = Closed({ version: Type.Integer() });
export const RequestParameter = Closed({ id: Type.String({ maxLength: 64 }) });
