/** What an order for 10,000 devices costs one of them: bytes on the wire, and the time until it is verified. */
import { performance } from 'node:perf_hooks';
import { accept } from '@fettle/shared/trust/accept/accept';
import { exampleHeld } from '@fettle/shared/trust/maintenance.fixture';
import { Random, Scene } from '../hostile/trust-scene.ts';
import { examplePlace } from '../hostile/trust-scene.ts';
import { largeOrder, messageOf } from '../support/trust/large-order.ts';
import { type Emit, median } from './figure.ts';

const targets = 10_000;
const rounds = 200;

export async function run(emit: Emit): Promise<void> {
  const scene = new Scene(examplePlace, new Random(1));
  const began = performance.now();
  const question = largeOrder(scene, targets);
  const conditions = { targets, steps: 1, signers: 2, hashes: question.path.hashes.length };
  emit('make_tree_path_and_signatures', performance.now() - began, 'ms', conditions);
  emit('order_on_the_wire', Buffer.byteLength(JSON.stringify(messageOf(question))), 'By', conditions);
  const held = exampleHeld();
  const taken = Array.from({ length: rounds }, () => {
    const from = performance.now();
    const { verdict } = accept(question, held);
    if (verdict !== 'accepted') throw new Error(`it was ${verdict}`);
    return performance.now() - from;
  });
  emit('order_verified_median', median(taken), 'ms', { ...conditions, rounds });
  emit('order_verified_p99', taken.toSorted((a, b) => a - b)[Math.floor(rounds * 0.99)] ?? Number.NaN, 'ms', {
    ...conditions,
    rounds,
  });
}
