/**
 * Control messages: JSON text, one tagged union in each direction. Frames are binary (frame.ts).
 * An unknown `type` and unknown properties are ignored and counted, by either side; docs/protocol.md tells the order.
 */
import { limits } from './limits.ts';
import { flag, integer, list, object, oneOf, orNull, record, type Schema, type Static, text } from './schema.ts';

const base64 = text({ max: 8_192, form: /^[A-Za-z0-9+/]*={0,2}$/ });
/** Up to 98,304 bytes. */
const part = text({ max: 131_072, form: /^[A-Za-z0-9+/]*={0,2}$/ });
const hash = text({ min: 64, max: 64, form: /^[0-9a-f]*$/ });
const millis = integer();
const sequence = integer();
const interval = integer(limits.intervalMs.min, limits.intervalMs.max);

/** A DSSE envelope; shared/trust reads it. */
export const EnvelopeSchema = object({
  payload: text({ max: 64 * 1024 }),
  payloadType: text({ max: 128 }),
  signatures: list(object({ keyid: text({ max: 128 }), sig: base64 }), 0, 16),
});

export const SeriesSchema = object({
  metric: text({ min: 1, max: limits.metricName }),
  attributes: record(text({ max: limits.attribute }), text({ max: limits.attribute }), limits.attributes),
  decimals: integer(0, 4),
});
export type SeriesDescription = Static<typeof SeriesSchema>;

/**
 * First word of an agent. `device` is null when it comes to enrol. `nonce`: 32 random bytes. `root`: the version of the
 * trust root it holds; the collector sends the later ones as statements before its challenge, which may need them.
 */
export const Hello = object(
  {
    type: oneOf('hello'),
    versions: list(integer(), 1, 32),
    agent: text({ max: 64 }),
    device: orNull(text({ max: 64 })),
    nonce: base64,
  },
  { root: integer() },
);
/** The collector proves its identity key: signature over the transcript label and [hello, this without signature]. */
export const Challenge = object({
  type: oneOf('challenge'),
  version: integer(),
  nonce: base64,
  identity: base64,
  signature: base64,
});
/** The agent proves its device key: signature over [hello, challenge]. `root` is the version of the root it holds. */
export const Proof = object({
  type: oneOf('proof'),
  signature: base64,
  root: integer(),
  grant: integer(),
  interval,
});
/** In place of proof: a device record, signed by the token key and by the device key (both over [hello, challenge]). */
export const Enrol = object({
  type: oneOf('enrol'),
  record: EnvelopeSchema,
  transcript: object({ token: base64, device: base64 }),
});
/** Everything the new device needs to check what it joined; the connection then ends. */
export const Enrolled = object({
  type: oneOf('enrolled'),
  device: text({ max: 64 }),
  root: list(EnvelopeSchema, 1, 32),
  token: EnvelopeSchema,
});
/** The connection is authenticated. `resume`: the last sequence number that is durable (0: none). */
export const Welcome = object({
  type: oneOf('welcome'),
  time: millis,
  resume: sequence,
});
/**
 * The series of the frames to come, by column. `id` counts up within a connection; frames name the newest id.
 * With `keep`, the first so many columns of the dictionary before stay and `series` follows them.
 */
export const DictionaryMessage = object(
  {
    type: oneOf('dictionary'),
    id: integer(1),
    series: list(SeriesSchema, 0, limits.series),
    /** Series left out because of the limit. */
    omitted: integer(),
  },
  { keep: integer(0, limits.series) },
);
export type DictionaryMessage = Static<typeof DictionaryMessage>;
/** All facts, sent when any differs and once a connection. */
export const Facts = object({
  type: oneOf('facts'),
  time: millis,
  facts: record(text({ max: limits.factName }), text({ max: limits.factValue }), limits.facts),
});
/** How often the agent measures now, and why. */
export const IntervalMessage = object({ type: oneOf('interval'), interval, watched: flag });
/** Last word of an agent that stops on purpose. */
export const Goodbye = object({ type: oneOf('goodbye'), reason: oneOf('stop', 'restart', 'shutdown', 'update') });
/** After a back-off: what follows begins after this sequence number. Frames that come before it are not read. */
export const Resume = object({ type: oneOf('resume'), after: sequence });
/** `time` pairs: the agent measures its clock's offset from them. */
export const Ping = object({ type: oneOf('ping'), sent: millis });
export const Pong = object({ type: oneOf('pong'), sent: millis, time: millis });
/**
 * What the device holds of its trust, and whether it runs anything: after each welcome and when it changed, so that the
 * collector knows what to send. `fresh`: until when (0: none). `executor`: `off` is monitor-only, `locked` by its owner for good.
 */
export const Holds = object({
  type: oneOf('holds'),
  root: integer(),
  rev: integer(),
  fresh: millis,
  grant: integer(),
  standing: list(object({ id: text({ max: 32 }), version: integer() }), 0, limits.standing),
  executor: oneOf('ready', 'off', 'locked', 'stale'),
});
/** Please send a blob (a script's body) from this byte on. */
export const Want = object({ type: oneOf('want'), sha256: hash, offset: integer(0, limits.blobBytes) });
/** How far an order or a firing of a standing order has come; the receipt is the last word. `order`: its id. */
export const Progress = object({
  type: oneOf('progress'),
  order: text({ max: 32 }),
  run: integer(1),
  state: oneOf('taken', 'waiting', 'running'),
  /** Step that runs, from 0. */
  step: integer(0, 15),
  time: millis,
});
/** Output while it comes, for who looks on: best effort, masked, capped. `at`: bytes before it. */
export const OutputMessage = object({
  type: oneOf('output'),
  order: text({ max: 32 }),
  run: integer(1),
  at: integer(),
  data: part,
});
/** A receipt with its output as kept, in parts (from 0); each part carries the receipt. Sent again until it is `kept`. */
export const Result = object({
  type: oneOf('result'),
  receipt: EnvelopeSchema,
  part: integer(0, 15),
  parts: integer(1, 16),
  data: part,
});
/** After a remedy by rule: what was measured. Sent again until it is `kept`. Values scaled as the rule's; null: none came. */
export const Remedied = object({
  type: oneOf('remedied'),
  standing: text({ max: 32 }),
  /** Of the receipt. */
  seq: integer(1),
  rule: text({ max: 64 }),
  instance: text({ max: 1_024 }),
  before: orNull(integer(-Number.MAX_SAFE_INTEGER)),
  after: orNull(integer(-Number.MAX_SAFE_INTEGER)),
  cleared: flag,
  time: millis,
});

const askKey = text({ min: 32, max: 32, form: /^[0-9a-f]*$/ });
const askText = text({ max: limits.askText });
/**
 * What somebody at the device asks for, or a trouble that they report (`item` null). Sent again until it is `asked`: by its `key` it is
 * taken once. `asker`: the number and name of the user there.
 */
export const Ask = object({
  type: oneOf('ask'),
  key: askKey,
  asker: object({ id: text({ max: 64 }), name: text({ max: 64 }) }),
  item: orNull(text({ max: 64 })),
  title: text({ max: 200 }),
  text: askText,
  answers: record(text({ max: 32 }), text({ max: 1_000 }), 10),
  time: millis,
});
/** Please tell what may be asked for here, and how these stand: after each welcome, and when somebody looks. */
export const Wonder = object({ type: oneOf('wonder'), keys: list(askKey, 0, limits.wonderKeys) });

/** Frames up to and with `sequence` are durable, but for those that were refused before. */
export const Ack = object({ type: oneOf('ack'), sequence });
/** This frame can never be stored, and why: it is not to be sent again. An `ack` that covers it follows. */
export const Refused = object({
  type: oneOf('refused'),
  sequence,
  code: text({ max: 64 }),
  message: text({ max: 1_024 }),
});
export type Refused = Static<typeof Refused>;
/** Please measure every `interval` ms for the next `lease` ms; the agent caps both. */
export const Watch = object({ type: oneOf('watch'), interval, lease: integer(0, limits.watchLeaseMs) });
/** Measure and send one frame now. */
export const Snapshot = object({ type: oneOf('snapshot') });
/** Send nothing for so many milliseconds; then `resume` and everything after the last acknowledgement again. */
export const BackOff = object({ type: oneOf('back-off'), wait: integer(0, 3_600_000) });
/**
 * A statement that concerns this device; the agent verifies it or drops it. With an order comes the device's place in the tree of
 * targets, with an order or standing order the script statements that it names and, sealed, the device's secrets.
 */
export const StatementMessage = object(
  { type: oneOf('statement'), envelope: EnvelopeSchema },
  {
    path: object({ index: integer(), hashes: list(base64, 0, 32) }),
    scripts: list(EnvelopeSchema, 0, 16),
    sealed: object({ v: integer(1, 1), key: base64, nonce: base64, box: text({ max: 65_536 }) }),
  },
);
/** Bytes of a blob that was wanted, from `offset`; `total` is its length. Empty data at 0 of 0: the collector has it not. */
export const Blob = object({
  type: oneOf('blob'),
  sha256: hash,
  offset: integer(0, limits.blobBytes),
  total: integer(0, limits.blobBytes),
  data: part,
});
/** A result or a remedied is durable: by the receipt's `seq`. */
export const Kept = object({ type: oneOf('kept'), what: oneOf('result', 'remedied'), seq: integer(1) });
/** What may be asked for at this device. `omitted`: so many more found no room. */
export const Askable = object({
  type: oneOf('askable'),
  items: list(
    object({
      id: text({ min: 1, max: 64 }),
      name: text({ max: 128 }),
      description: text({ max: 2_000 }),
      questions: list(
        object({
          id: text({ max: 32 }),
          label: text({ max: 200 }),
          required: flag,
          choices: list(text({ max: 200 }), 0, 50),
        }),
        0,
        10,
      ),
    }),
    0,
    limits.askables,
  ),
  omitted: integer(),
});
/** How one stands that was asked here: it is kept now, or can never be (`not-taken`, with an error's `code`). Words are for people. */
export const Asked = object({
  type: oneOf('asked'),
  key: askKey,
  id: orNull(text({ max: 64 })),
  state: oneOf('waiting', 'approved', 'running', 'done', 'failed', 'refused', 'cancelled', 'not-taken'),
  code: orNull(text({ max: 64 })),
  words: text({ max: 2_000 }),
  time: millis,
});
export const LogLevel = object({ type: oneOf('log-level'), level: oneOf('error', 'warn', 'info', 'debug') });
/** The reason before a connection is closed. */
export const ErrorMessage = object({
  type: oneOf('error'),
  code: text({ max: 64 }),
  message: text({ max: 1_024 }),
});

/** What an agent may say. */
export const fromAgent = {
  hello: Hello,
  proof: Proof,
  enrol: Enrol,
  dictionary: DictionaryMessage,
  facts: Facts,
  interval: IntervalMessage,
  goodbye: Goodbye,
  resume: Resume,
  ping: Ping,
  holds: Holds,
  want: Want,
  progress: Progress,
  output: OutputMessage,
  result: Result,
  remedied: Remedied,
  ask: Ask,
  wonder: Wonder,
} as const;
/** What a collector may say: the closed list of SECURITY.md; none of it makes an agent run anything. */
export const fromCollector = {
  challenge: Challenge,
  enrolled: Enrolled,
  welcome: Welcome,
  ack: Ack,
  refused: Refused,
  pong: Pong,
  watch: Watch,
  snapshot: Snapshot,
  'back-off': BackOff,
  statement: StatementMessage,
  blob: Blob,
  kept: Kept,
  askable: Askable,
  asked: Asked,
  'log-level': LogLevel,
  error: ErrorMessage,
} as const;

type Union<Table extends Readonly<Record<string, Schema<unknown>>>> = {
  [Tag in keyof Table]: Static<Table[Tag]>;
}[keyof Table];
export type FromAgent = Union<typeof fromAgent>;
export type FromCollector = Union<typeof fromCollector>;
