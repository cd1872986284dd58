/** How a case is made: what is wrong in it, the check that has to find it, and the code it gets. */
import type { Held, Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import { sealedText, textOf } from '../support/trust/envelopes.ts';
import type { Expected, OrderQuestion, Scene } from './trust-scene.ts';

export interface Made {
  readonly question: Question;
  readonly held?: Partial<Held>;
}
export interface Maker {
  readonly what: string;
  readonly check: string | null;
  readonly expected: Expected;
  readonly make: (scene: Scene) => Made;
}

export const idOf = (name: string) => signerOf(name).keyId;
/** Refused by the check of this name, whose code it is. */
export const wrong = (
  check: Expected,
  what: string,
  make: (scene: Scene) => OrderQuestion,
  held?: Maker['make'],
): Maker => ({
  what,
  check,
  expected: check,
  make: (scene) => ({ question: make(scene), ...held?.(scene) }),
});
/** The same, on a device that holds something else. */
export const onDevice = (check: Expected, what: string, held: (scene: Scene) => Partial<Held>): Maker => ({
  what,
  check,
  expected: check,
  make: (scene) => ({ question: scene.order(), held: held(scene) }),
});
export const changed = (question: OrderQuestion, by: (envelope: Envelope) => object): OrderQuestion => ({
  ...question,
  envelope: { ...(question.envelope as Envelope), ...by(question.envelope as Envelope) },
});
/** Signed by ann, whatever the text is. */
export const told = (scene: Scene, change: (text: string) => string): OrderQuestion =>
  scene.asked(sealedText('order', change(textOf(scene.orderStatement())), 'ann'));
export const bogus = (keyid: string) => ({ keyid, sig: toBase64(new Uint8Array(64)) });
