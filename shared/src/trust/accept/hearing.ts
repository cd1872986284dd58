/**
 * One question, taken apart as far as each check needs it. Nothing here refuses: what cannot be read is read leniently, and
 * the checks, in their order, are all that stands between it and a run.
 */
import type { Action, ActionClass } from '../action.ts';
import { parseCanonical } from '../canonical.ts';
import { fingerprint, keysOf } from '../chain.ts';
import { type Danger, isAbove, isCritical, reckonClass } from '../class.ts';
import { type Envelope, pae, payloadTypes, shape } from '../envelope.ts';
import { fromBase64, keyId, verify } from '../keys.ts';
import type { OrderStatement } from '../order.ts';
import { readScript, type ScriptStatement } from '../script.ts';
import { type SealedSecrets, unseal } from '../sealed.ts';
import type { StandingStatement } from '../standing.ts';
import type { Beside, Held, Question } from './question.ts';

/** A script's envelope; `statement` null: it is not of a script's form. */
interface Published {
  readonly envelope: unknown;
  readonly statement: ScriptStatement | null;
}

/** What comes beside a standing order that is to be kept. */
const nothing: Beside = { scripts: [], sealed: null, bodies: new Map() };

export interface Hearing {
  readonly question: Question;
  readonly held: Held;
  readonly envelope: Envelope;
  readonly payload: () => Uint8Array;
  /** SHA-256 of the payload, hex. */
  readonly hash: () => string;
  /** Keys of operators and approvers that signatures name, and those of them that did sign. */
  readonly named: () => ReadonlyMap<string, Uint8Array>;
  readonly signers: () => Uint8Array[];
  readonly value: () => unknown;
  readonly statement: () => OrderStatement | StandingStatement;
  /** The clock, or the floor where that is later; `time`: or the statement's own `iat`, which bears witness too. */
  readonly clock: number;
  readonly time: () => number;
  readonly action: () => Action;
  /** Those that came beside, by hash. */
  readonly scripts: () => ReadonlyMap<string, Published>;
  readonly bodies: ReadonlyMap<string, Uint8Array>;
  /** What was sealed for this device, by `<step>.<name>`; empty when it cannot be opened. */
  readonly secrets: () => SealedSecrets['secrets'];
  readonly reckoned: () => { class: ActionClass; dangers: Danger[] };
}

/** @throws TrustError `fields` for what is no envelope */
export function hear(question: Question, held: Held): Hearing {
  const envelope = shape(question.envelope);
  const clock = Math.max(held.now, held.floor);
  const payload = once(() => new Uint8Array(Buffer.from(envelope.payload, 'base64')));
  const named = once(() => keysNamed(envelope, held));
  const value = once(() => attempt((): unknown => JSON.parse(Buffer.from(payload()).toString('utf8'))));
  const statement = () => value() as OrderStatement | StandingStatement;
  const beside = question.kind === 'standing' ? nothing : question;
  const scripts = once(() => scriptsBeside(beside));
  return {
    question,
    held,
    envelope,
    payload,
    hash: once(() => fingerprint(payload())),
    named,
    signers: once(() => signersOf(envelope, payload(), named())),
    value,
    statement,
    clock,
    time: () => Math.max(clock, statement().iat),
    action: () => actionOf(statement()),
    scripts,
    bodies: beside.bodies,
    secrets: once(() => unsealed(beside, held)),
    reckoned: once(() => reckon(question, held, statement(), scripts())),
  };
}

/** What an order does; a standing order always runs scripts. */
function actionOf(statement: OrderStatement | StandingStatement): Action {
  return 'action' in statement ? statement.action : { kind: 'script', steps: statement.steps };
}

function reckon(
  question: Question,
  { root, grant }: Held,
  statement: OrderStatement | StandingStatement,
  scripts: ReturnType<Hearing['scripts']>,
): { class: ActionClass; dangers: Danger[] } {
  // Without the scripts there is nothing to reckon with: a standing order is reckoned each time it fires.
  if (question.kind === 'standing') return { class: statement.class, dangers: [] };
  const found = reckonClass({
    action: actionOf(statement),
    scripts: new Map(
      [...scripts].flatMap(([hash, one]) => (one.statement === null ? [] : [[hash, one.statement.class]])),
    ),
    targets: 'targets' in statement ? statement.targets.count : null,
    bulk: root.policy.bulk,
    critical: grant !== null && isCritical(grant.labels),
  });
  return { class: isAbove(found.class, statement.class) ? found.class : statement.class, dangers: found.dangers };
}

function keysNamed({ signatures }: Envelope, { root }: Held): Map<string, Uint8Array> {
  const ids = new Set(signatures.map((one) => one.keyid));
  const keys = [...keysOf(root, 'operator'), ...keysOf(root, 'approver')];
  return new Map(keys.map((key) => [keyId(key), key] as const).filter(([id]) => ids.has(id)));
}

function signersOf(envelope: Envelope, payload: Uint8Array, named: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  const bytes = pae(envelope.payloadType, payload);
  const signed = ([id, key]: [string, Uint8Array]) =>
    envelope.signatures.some((one) => one.keyid === id && verify(key, bytes, Buffer.from(one.sig, 'base64')));
  return [...named].filter(signed).map(([, key]) => key);
}

function scriptsBeside({ scripts }: Beside): Map<string, Published> {
  return new Map(
    scripts.flatMap((envelope) => {
      const payload = attempt(() => fromBase64(shape(envelope).payload));
      if (payload === undefined) return [];
      const isScript = shape(envelope).payloadType === payloadTypes.script;
      const statement = isScript ? attempt(() => readScript(parseCanonical(payload))) : undefined;
      return [[fingerprint(payload), { envelope, statement: statement ?? null }]];
    }),
  );
}

function unsealed({ sealed }: Beside, { sealingKey }: Held): SealedSecrets['secrets'] {
  if (sealed === null || sealingKey === null) return {};
  return attempt(() => unseal(sealed, sealingKey).secrets) ?? {};
}

/** What cannot be read is not there; which check says so depends on what it was. */
function attempt<Found>(read: () => Found): Found | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function once<Found>(make: () => Found): () => Found {
  let found: { readonly it: Found } | null = null;
  return () => (found ??= { it: make() }).it;
}
