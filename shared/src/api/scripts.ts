import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

/** The library. What is signed of a script is the `script` statement of shared/trust; the rest is for people. */
export const scriptClasses = ['read', 'change', 'dangerous'] as const;
export const ScriptClass = Type.Enum(scriptClasses);
export type ScriptClass = (typeof scriptClasses)[number];
export const ScriptSlug = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
export const ScriptParameterValue = Type.Union([Type.String({ maxLength: 8_192 }), Type.Integer(), Type.Boolean()]);

export const ScriptParameter = Closed({
  name: Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }),
  type: Type.Enum(['text', 'integer', 'flag', 'choice', 'secret'] as const),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  required: Type.Boolean(),
  default: Nullable(ScriptParameterValue),
  /** Least and most: of an integer its value, of a text or secret its length. */
  min: Type.Integer(),
  max: Type.Integer(),
  choices: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 64 }),
});
export type ScriptParameter = Static<typeof ScriptParameter>;

export const programPlatforms = ['linux', 'macos', 'windows', 'freebsd', 'openwrt'] as const;
export const ProgramPlatform = Type.Enum(programPlatforms);
export const ScriptProgram = Closed({
  /** Which platforms this body is for. */
  platforms: Type.Array(ProgramPlatform, { minItems: 1, maxItems: 5 }),
  interpreter: Type.Enum(['sh', 'bash', 'python3', 'powershell'] as const),
  body: Type.String({ minLength: 1, maxLength: 131_072 }),
});
export type ScriptProgram = Static<typeof ScriptProgram>;

const Exits = Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { maxItems: 32 });
const manifest = {
  title: Type.String({ minLength: 1, maxLength: 80 }),
  /** One or two sentences of what it does and to what. */
  summary: Type.String({ maxLength: 500 }),
  /** Markdown-free plain text with links: when to use it, what it needs, what it changes. */
  readme: Type.String({ maxLength: 16_384 }),
  tags: Type.Array(Type.String({ pattern: '^[a-z0-9-]{1,32}$' }), { maxItems: 16 }),
  class: ScriptClass,
  /** Seconds. */
  timeout: Type.Integer({ minimum: 1, maximum: 86_400 }),
  /** `system`, or a user's name on the device. */
  runAs: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,31}$' }),
  parameters: Type.Array(ScriptParameter, { maxItems: 32 }),
  exits: Closed({ done: Exits, notApplicable: Exits, rebootNeeded: Exits }),
  check: Type.Boolean(),
  undo: Type.Boolean(),
  /** Bytes of output that are kept. */
  output: Type.Integer({ minimum: 1_024, maximum: 1_048_576 }),
  /** Minutes that a person would need for it by hand, once. */
  manualMinutes: Type.Integer({ minimum: 0, maximum: 10_000 }),
  programs: Type.Array(ScriptProgram, { minItems: 1, maxItems: 5 }),
};
/** Everything a person writes of a script; also `manifest.yaml` with the bodies beside it, in a file for `fettle apply`. */
export const ScriptBody = Closed(manifest);
export type ScriptBody = Static<typeof ScriptBody>;

const item = {
  name: ScriptSlug,
  title: Type.String(),
  summary: Type.String(),
  tags: Type.Array(Type.String()),
  class: ScriptClass,
  platforms: Type.Array(ProgramPlatform),
  /** `shipped`: of this version of Fettle; `own`: written here. */
  origin: Type.Union([Type.Literal('shipped'), Type.Literal('own')]),
  /** The newest version that a publisher signed; null: none, it cannot be run yet but as a raw script. */
  published: Nullable(Type.Integer()),
  /** Fingerprint of that version's statement. */
  statement: Nullable(Type.String()),
  /** Something newer than the published version waits to be signed. */
  draft: Type.Boolean(),
  check: Type.Boolean(),
  undo: Type.Boolean(),
  secrets: Type.Boolean(),
  timeout: Type.Integer(),
  manualMinutes: Type.Integer(),
  changedAt: Time,
  /** Runs on devices within scope in the last 30 days. */
  runs: Type.Integer(),
  failed: Type.Integer(),
  lastRunAt: Nullable(Time),
};
/** `GET /api/v1/scripts?search=&tag=&platform=&class=` */
export const ScriptItem = Closed(item);
export type ScriptItem = Static<typeof ScriptItem>;
export const ScriptPage = Page(ScriptItem);
export const ScriptQuery = Closed({
  search: Type.Optional(Type.String({ maxLength: 256 })),
  tag: Type.Optional(Type.String({ maxLength: 32 })),
  platform: Type.Optional(ProgramPlatform),
  class: Type.Optional(ScriptClass),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 500 })),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});
export const ScriptName = Closed({ name: ScriptSlug });

export const ScriptVersion = Closed({
  version: Type.Integer(),
  statement: Type.String(),
  publishedAt: Time,
  /** Who signed: names of the root's people. */
  signers: Type.Array(Type.String()),
  runs: Type.Integer(),
});
/** `GET /api/v1/scripts/{name}` */
export const ScriptDetail = Closed({
  ...item,
  /** As published, null: not yet. */
  current: Nullable(ScriptBody),
  /** What waits to be signed, with its own version for changes; null: nothing. */
  waiting: Nullable(Closed({ body: ScriptBody, version: Type.Integer(), changedBy: Type.String(), changedAt: Time })),
  versions: Type.Array(ScriptVersion),
  /** The command that signs what waits; null: nothing waits. */
  command: Nullable(Type.String()),
});
export type ScriptDetail = Static<typeof ScriptDetail>;

/** `GET /api/v1/scripts/{name}/versions/{version}` */
export const ScriptVersionParameter = Closed({ name: ScriptSlug, version: Type.Integer({ minimum: 1 }) });
export const ScriptVersionDetail = Closed({ ...ScriptVersion.properties, body: ScriptBody, envelope: Type.Unknown() });
export type ScriptVersionDetail = Static<typeof ScriptVersionDetail>;

/** `PUT /api/v1/scripts/{name}/draft`: `version` 0 makes it. `DELETE` with `?version=` throws it away. */
export const ScriptDraftPut = Closed({ body: ScriptBody, version: Type.Integer({ minimum: 0 }) });
export type ScriptDraftPut = Static<typeof ScriptDraftPut>;
/** `POST /api/v1/scripts/{name}/restore`: an older version becomes the draft. */
export const ScriptRestore = Closed({ from: Type.Integer({ minimum: 1 }), version: Type.Integer({ minimum: 0 }) });
/** `POST /api/v1/scripts/{name}/publish`: the signed statement of the draft; its hashes are of the draft's bodies. */
export const ScriptPublish = Closed({ envelope: Type.Unknown(), body: ScriptBody });
export type ScriptPublish = Static<typeof ScriptPublish>;
