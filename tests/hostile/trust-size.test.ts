/** An order stays small, however many devices it is for. */
import { expect, test } from 'vitest';
import { accept } from '@fettle/shared/trust/accept/accept';
import { exampleHeld } from '@fettle/shared/trust/maintenance.fixture';
import { largeOrder, messageOf } from '../support/trust/large-order.ts';
import { examplePlace, Random, Scene } from './trust-scene.ts';

test('for 10,000 devices it goes to one of them in 8 KiB, with its script’s statement, and is right', () => {
  const question = largeOrder(new Scene(examplePlace, new Random(1)), 10_000);
  expect(Buffer.byteLength(JSON.stringify(messageOf(question)))).toBeLessThanOrEqual(8_192);
  expect(accept(question, exampleHeld())).toMatchObject({ verdict: 'accepted', dangers: ['bulk'] });
});
