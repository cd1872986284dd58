// pure
// A message with something in it made wrong, as text on the wire.
import { damaged, pick } from '../../fuzz/damage.ts';
import { below, type Random, spoiled } from '../http/grammar.ts';

/** How many are left as they are, and how many are no JSON any more. */
const share = { sound: 0.3, raw: 0.1 } as const;

/** @param id of what is there, put in place of what a message names */
export function onTheWire(message: object, random: Random, change: object = {}): string {
  let value: unknown = { ...message, ...change };
  const dice = random();
  if (dice < share.sound) return JSON.stringify(value);
  if (dice < share.sound + share.raw) return damaged(JSON.stringify(value), random);
  for (let left = 1 + below(random, 2); left > 0; left--) value = spoiled(value, random);
  const text = JSON.stringify(value) ?? '';
  // What was changed is mostly still of its type: else readers refuse it at the door.
  return random() < 0.5 ? text : text.replace(/^\{/, `{"type":${JSON.stringify(typeOf(message))},`);
}

const typeOf = (message: object) => (message as { readonly type: string }).type;

export const someOf = pick;
