/**
 * Questions that no list names: right and wrong ones of `trust-cases.ts`, changed at random places and signed again by whom
 * it happens to be, to a device that holds something else. Nobody says what has to come out; two judges must agree.
 */
import { type Held, type Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { sealedText } from '../../support/trust/envelopes.ts';
import { mutate, mutations } from '../../support/trust/mutations.ts';
import { caseOf, controls, makers } from '../trust-cases.ts';
import { examplePlace, heldAt, Random, Scene } from '../trust-scene.ts';
import { changed, type Json, sortedText } from './changes.ts';
import { type Asked, names, otherHeld } from './devices.ts';
import { composed } from './scripts.ts';

export interface Variant {
  readonly what: string;
  readonly question: Question;
  readonly held: Held;
}

type Statement = { readonly [key: string]: Json };

/** The same from the same seed, `n` of them. */
export function* variants(seed: number, n: number): Generator<Variant> {
  for (let i = 0; i < n; i++) {
    yield variant(new Scene(examplePlace, new Random(Math.imul(seed, 1_000_003) + i)), `variant ${seed}/${i}`);
  }
}

function variant(scene: Scene, what: string): Variant {
  const { random } = scene;
  const maker = random.whole(0, 3) > 0 ? random.of(controls) : random.of(makers);
  const made = caseOf(maker, scene);
  const held = { ...heldAt(scene.place), ...made.held };
  const statement = statementIn(made.question.envelope);
  if (statement === null) return { what: `${what}: ${made.what}`, question: made.question, held };
  const isComposed = random.whole(0, 2) === 0;
  const [question, body] = isComposed ? withScripts(made.question, statement, scene) : [made.question, statement];
  const envelope = signedAgain(question, changedStatement(body, random), random);
  const asked = otherAsked({ ...question, envelope }, random);
  const device = random.whole(0, 2) > 0 ? otherHeld(held, random, askedOf(body)) : held;
  return { what: `${what}: ${made.what}`, question: asked, held: device };
}

function statementIn(envelope: unknown): Statement | null {
  const { payload } = Object(envelope) as { payload?: unknown };
  try {
    const value: unknown = JSON.parse(Buffer.from(String(payload), 'base64').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Statement) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** With steps of made-up scripts, where it has steps; the class is mostly the highest, so that it passes. */
function withScripts(question: Question, statement: Statement, scene: Scene): [Question, Statement] {
  if (question.kind === 'standing') return [question, statement];
  const { scripts, steps, sealed } = composed(scene);
  const json = structuredClone(steps) as unknown as Json;
  const action = question.kind === 'order' ? { action: { kind: 'script', steps: json } } : { steps: json };
  const level = scene.random.of(['dangerous', 'dangerous', 'change', 'read']);
  return [
    { ...question, scripts, sealed },
    { ...statement, ...action, class: level },
  ];
}

/** Sometimes not at all, so that what comes after its form is asked too. */
function changedStatement(statement: Statement, random: Random): string {
  let now: Json = statement;
  for (let left = random.of([0, 0, 1, 1, 2]); left > 0; left--) now = changed(now, random);
  const text = sortedText(now);
  if (random.whole(0, 19) > 0) return text;
  return mutate(text, random.of(mutations), random.whole(0, 1_000), random.whole(0, 1_000)) ?? text;
}

function signedAgain({ kind, envelope }: Question, text: string, random: Random): Envelope {
  const type = kind === 'order' ? 'order' : 'standing';
  const { signatures } = envelope as Envelope;
  const keyids = new Set(Array.isArray(signatures) ? signatures.map(({ keyid }) => keyid) : []);
  const before = names.filter((name) => keyids.has(signerOf(name).keyId));
  const way = random.whole(0, 5);
  if (way > 3) return sealedText(type, text, ...names.filter(() => random.whole(0, 2) === 0));
  // As they were, or with both hands, so that more comes through.
  return sealedText(type, text, ...(way > 1 ? new Set([...before, 'ann', 'ben']) : before));
}

/** What comes beside it, of another kind or in another order. */
function otherAsked(question: Question, random: Random): Question {
  if (random.whole(0, 3) > 0) return question;
  const { kind } = question;
  if (kind === 'standing' || random.whole(0, 4) === 0)
    return { ...question, envelope: otherEnvelope(question, random) };
  const way = random.whole(0, 3);
  if (way === 0) return { ...question, scripts: otherScripts(question.scripts, random) };
  if (way === 1) return { ...question, bodies: otherBodies(question.bodies, random) };
  if (kind === 'firing') return { ...question, firing: otherFiring(question.firing, random) };
  return { ...question, path: changed(question.path as unknown as Json, random) as never };
}

function otherEnvelope({ envelope }: Question, random: Random): unknown {
  return changed(envelope as Json, random);
}

type Beside = Question & { kind: 'order' };

function otherScripts(scripts: Beside['scripts'], random: Random): Beside['scripts'] {
  const list = scripts as unknown as readonly Json[];
  const one = list.length === 0 ? null : random.of(list);
  const bad = { ...(one as Statement), signatures: [] };
  return random.of<readonly Json[]>([
    [],
    [bad, ...list],
    [...list, bad],
    [null, ...list],
    list.toReversed(),
    list.map((part) => changed(part, random)),
    [changed(one, random), ...list],
  ]);
}

function otherBodies(bodies: Beside['bodies'], random: Random): Beside['bodies'] {
  const [first, ...rest] = [...bodies];
  if (first === undefined) return bodies;
  const [hash, body] = first;
  return new Map(
    random.of([
      rest,
      [[hash, new Uint8Array(0)] as const, ...rest],
      [[hash, Uint8Array.of(...body, 10)] as const, ...rest],
      [[hash, body.map((byte) => byte ^ 1)] as const, ...rest],
      rest.map(([other]) => [other, body] as const),
    ]),
  );
}

type Firing = (Question & { kind: 'firing' })['firing'];

/** Of its form, as the executor's wire asks for. */
function otherFiring(firing: Firing, random: Random): Firing {
  const at = examplePlace.now + random.of([-1, 0, 1, 86_400_000, -86_400_000]);
  const rule = random.of(['disk-full', 'disk-full', 'other']);
  const severity = random.of(['warning', 'critical'] as const);
  return random.of<Firing>([
    firing,
    { kind: 'rule', rule, instance: '', severity, since: at },
    { kind: 'rule', rule: 'disk-full', instance: '/', severity, since: at },
    { kind: 'clock', due: at },
  ]);
}

function askedOf({ id, version, iat, exp, nbf }: Statement): Asked {
  const times = [iat, exp, nbf].filter(
    (time): time is number => typeof time === 'number' && Number.isSafeInteger(time),
  );
  const known = typeof version === 'number' && Number.isSafeInteger(version) ? version : 1;
  return { id: typeof id === 'string' ? id : '', version: known, times };
}
