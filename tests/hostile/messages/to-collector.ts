// What a device that was taken over says to the collector: messages and frames, well formed, mutated, and of others.
import type { WorkVerbs } from '@fettle/collector/edge/gateway/work';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { readFromAgent } from '@fettle/shared/protocol/read-message';
import { fromAgent } from '../../golden/protocol/examples.ts';
import { pick } from '../../fuzz/damage.ts';
import { below, type Random } from '../http/grammar.ts';
import { framesOf, type GatewayScene, gatewayScene, isRefusal, statementOf } from './gateway-scene.ts';
import { onTheWire } from './spoil.ts';

export interface Told {
  cases: number;
  validSigned: number;
  readonly crashes: string[];
  /** What happened to others, and what grew without end. */
  readonly harm: string[];
  /** Times from a frame of the good device to its acknowledgement, ms. */
  readonly acks: number[];
  kept: number;
  read: number;
}

/** The evil one says so much between two looks at the good one. */
const between = 250;
const outcomes = ['done', 'failed', 'refused', 'unknown', 'stopped', 'not-applicable'] as const;
const speaking = Object.values(fromAgent).filter(({ type }) => !['hello', 'proof', 'enrol'].includes(type));
/** Of a device in an hour: the gateway's allowance. */
const resultsAtMost = 600;

export interface Saboteur {
  readonly read?: (text: string) => FromAgent;
  readonly work?: (scene: GatewayScene) => WorkVerbs;
}

export async function toCollector(cases: number, random: Random, { read, work }: Saboteur = {}): Promise<Told> {
  const scene = await gatewayScene();
  await using _scene = scene;
  const told: Told = { cases: 0, validSigned: 0, crashes: scene.crashes, harm: [], acks: [], kept: 0, read: 0 };
  const good = await goodDevice(scene, told);
  const before = await stateOf(scene);
  const verbs = work?.(scene);
  const evil = () => scene.link(scene.evil.id, undefined, verbs);
  let link = evil();
  const frames = framesOf(scene.world.app.clock.now());
  while (told.cases < cases) {
    for (let left = between; left > 0 && told.cases < cases; left--, told.cases++) {
      try {
        if (random() < 0.2) frame(link, frames, random);
        else {
          const text = messageOf(scene, random, told);
          const message = (read ?? readFromAgent)(text);
          if ('unknown' in message) continue;
          told.read++;
          link.message(message);
          if (told.read % 40 === 0) await link.settle();
        }
      } catch (error) {
        if (!isRefusal(error)) scene.crashes.push(error instanceof Error ? (error.stack ?? '') : String(error));
        await link.settle();
        link.gone();
        link = evil();
      }
    }
    await good.look();
    await link.settle();
    scene.world.app.clock.pass(20);
  }
  await compare(scene, before, told);
  told.kept = scene.answered.get('kept') ?? 0;
  return told;
}

function frame(
  link: { message(m: FromAgent): void; frame(b: Uint8Array): void },
  frames: ReturnType<typeof framesOf>,
  random: Random,
) {
  if (random() < 0.1) link.message(frames.dictionary);
  const bytes = Buffer.from(frames.next());
  if (random() < 0.8)
    for (let left = 1 + below(random, 4); left > 0; left--) bytes[below(random, bytes.length)] = below(random, 256);
  link.frame(random() < 0.2 ? bytes.subarray(0, below(random, bytes.length)) : bytes);
}

/** One text, with what is there in place of what an example names. */
function messageOf(scene: GatewayScene, random: Random, told: Told): string {
  const message = pick(random, speaking);
  const order = statementOf(pick(random, scene.signed));
  const named = { order, standing: order };
  const change = Object.fromEntries(Object.entries(named).filter(([key]) => Object.hasOwn(message, key)));
  if (message.type !== 'result' || random() < 0.2) return onTheWire(message, random, change);
  // What its own key signed: of its own orders and of others', of any outcome, with any output.
  told.validSigned++;
  const text = 'x'.repeat(below(random, 400));
  const { receipt, data } = scene.evil.receipt(pick(random, scene.signed), {
    text,
    outcome: pick(random, outcomes),
    run: 1 + below(random, 3),
    ...(random() < 0.2 && { order: statementOf(pick(random, scene.signed)) }),
    ...(random() < 0.1 && { output: { sha256: 'a'.repeat(64), kept: below(random, 2_000_000), total: 0 } }),
  });
  const parts = random() < 0.7 ? 1 : 1 + below(random, 16);
  return onTheWire({ type: 'result', receipt, part: 0, parts, data }, random);
}

/** It sends a frame, and its work, and waits for what it is told. */
async function goodDevice(scene: GatewayScene, told: Told) {
  const { good, world } = scene;
  const acks: number[] = [];
  const link = scene.link(good.id, (message) => message.type === 'ack' && acks.push(message.sequence));
  const frames = framesOf(world.app.clock.now());
  link.message(frames.dictionary);
  await good.run(scene.signed[0] as never, { text: 'good' });
  return {
    async look(): Promise<void> {
      const before = acks.length;
      const began = performance.now();
      for (let left = 6; left > 0; left--) link.frame(frames.next());
      await link.settle();
      told.acks.push(performance.now() - began);
      if (acks.length === before) told.harm.push('the good device was not acknowledged');
    },
  };
}

/** Everything of the good device, as text, and how the order is that it alone was sent. */
async function stateOf({ world, good, othersOrder }: GatewayScene) {
  const { stores } = world.app;
  const everywhere = { sites: 'all' } as const;
  const runs = await stores.runs.runs(everywhere, { device: good.id, sort: 'time', limit: 1_000 });
  const matrix = await stores.runs.matrix(everywhere, othersOrder);
  const results = await Promise.all(runs.map(({ id }) => stores.runs.result(id)));
  return JSON.stringify({ runs, matrix, results });
}

async function compare(scene: GatewayScene, before: string, told: Told): Promise<void> {
  const { stores } = scene.world.app;
  if ((await stateOf(scene)) !== before) told.harm.push('the work of the good device stands otherwise than before');
  const everywhere = { sites: 'all' } as const;
  const runs = await stores.runs.runs(everywhere, { device: scene.evil.id, sort: 'time', limit: 5_000 });
  if (runs.length > resultsAtMost + 10) told.harm.push(`the evil device has ${runs.length} runs`);
}
