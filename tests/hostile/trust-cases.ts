/**
 * Orders, standing orders and firings by the thousand: half of them validly signed with the wrong meaning, a quarter wrong
 * bytes that the right keys signed, an eighth changed by who has no key, an eighth right. For whoever has a device to try
 * them on: in process, or a real one (`Place`).
 */
import { accept, type Held, type Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { payloadOf, sealed, sealedText, textOf } from '../support/trust/envelopes.ts';
import { mutate, mutations } from '../support/trust/mutations.ts';
import type { Maker } from './trust-maker.ts';
import { type Case, examplePlace, type Expected, heldAt, type Place, Random, Scene } from './trust-scene.ts';
import { rightOrders, wrongOrders } from './trust-wrong-meaning.ts';
import { rightStanding, wrongStanding } from './trust-wrong-standing.ts';

export const makers: readonly Maker[] = [...wrongOrders, ...wrongStanding];
export const controls: readonly Maker[] = [...rightOrders, ...rightStanding];

/** @param maker one of the above; each call of it with another state of `scene.random` gives another case */
export function caseOf({ what, check, expected, make }: Maker, scene: Scene): Case {
  const { question, held = {} } = make(scene);
  return { what, check, question, held, expected };
}

/** The same cases from the same seed, `n` of them. What a case says of the device goes over `heldAt(place)`. */
export function* cases(seed: number, n: number, place: Place = examplePlace): Generator<Case> {
  for (let i = 0; i < n; i++) {
    const scene = new Scene(place, new Random(Math.imul(seed, 1_000_003) + i));
    const way = i % 8;
    if (way < 4) yield caseOf(scene.random.of(makers), scene);
    else if (way < 6) yield wrongBytes(scene);
    else yield way === 6 ? wrongEnvelope(scene) : caseOf(scene.random.of(controls), scene);
  }
}

/** The right keys sign what no statement is. Not every change makes a text wrong that stands where any text may. */
export function wrongBytes(scene: Scene): Case {
  const statement = scene.orderStatement();
  const text = textOf(statement);
  const mutation = scene.random.of(mutations);
  const found = mutate(text, mutation, scene.random.whole(0, 1_000), scene.random.whole(0, 1_000));
  const question = scene.asked(sealedText('order', found ?? `${text} `, 'ann'));
  return { what: `bytes: ${mutation.name}`, check: null, question, held: {}, expected: 'refused' };
}

const changes: Readonly<Record<string, (envelope: Envelope, random: Random) => object>> = {
  'a byte of the payload': (envelope, random) => ({ payload: flipped(envelope.payload, random) }),
  'a byte of the signature': (envelope, random) => ({
    signatures: envelope.signatures.map((one) => ({ ...one, sig: flipped(one.sig, random) })),
  }),
  'another key id': (envelope, random) => ({
    signatures: envelope.signatures.map((one) => ({ ...one, keyid: `k${random.id()}` })),
  }),
  'another type': () => ({ payloadType: 'application/vnd.fettle.standing.v1+json' }),
  'no payload': () => ({ payload: '' }),
  'signed again by a stranger': (envelope) => sealed('order', payloadOf(envelope), 'mallory'),
  'a field more': () => ({ force: true }),
  'signatures of another kind': (envelope) => ({ signatures: { 0: envelope.signatures[0], length: 1 } }),
};

export function wrongEnvelope(scene: Scene): Case {
  const question = scene.order();
  const [what, change] = scene.random.of(Object.entries(changes));
  const envelope = question.envelope as Envelope;
  const changed = { ...question, envelope: { ...envelope, ...change(envelope, scene.random) } };
  return { what: `envelope: ${what}`, check: null, question: changed, held: {}, expected: 'refused' };
}

/** Another character of the alphabet, so that it stays base64. */
function flipped(text: string, random: Random): string {
  const at = random.whole(0, text.length - 3);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

export type Judge = (question: Question, held: Held) => { readonly verdict: string; readonly code?: string };

/** What comes out of a case: `accepted`, `waiting`, the code of its refusal, or what broke. */
export function outcomeOf(one: Case, judge: Judge = accept, place: Place = examplePlace): string {
  try {
    const { verdict, code } = judge(one.question, { ...heldAt(place), ...one.held });
    return code ?? verdict;
  } catch (error) {
    return `crashed: ${String(error)}`;
  }
}

export function isAsExpected(outcome: string, expected: Expected): boolean {
  if (expected !== 'refused') return outcome === expected;
  return outcome !== 'accepted' && outcome !== 'waiting' && !outcome.startsWith('crashed');
}
