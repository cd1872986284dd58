// What a collector that was taken over says to an agent: its statements, bodies and words, well formed and mutated.
import { readFromCollector } from '@fettle/shared/protocol/read-message';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ActingWorld, hashOf, orderMessage, scriptOf } from '../../../agent/src/runs/acting.fixture.ts';
import { fromCollector } from '../../golden/protocol/examples.ts';
import { pick } from '../../fuzz/damage.ts';
import { below, type Random } from '../http/grammar.ts';
import { isRefusal } from './gateway-scene.ts';
import { onTheWire } from './spoil.ts';

export interface Heard {
  cases: number;
  read: number;
  asked: number;
  readonly crashes: string[];
  readonly harm: string[];
}

/** Bytes of everything that an agent keeps for maintenance. */
const diskAtMost = 64 * 1024 * 1024;
const waitingAtMost = 10_000;

export async function toAgent(
  cases: number,
  random: Random,
  read: (text: string) => ReturnType<typeof readFromCollector> = readFromCollector,
): Promise<Heard> {
  using world = new ActingWorld();
  const heard: Heard = { cases: 0, read: 0, asked: 0, crashes: [], harm: [] };
  // Else a fake executor runs what it is asked: whether it may is the real one's to say, elsewhere.
  world.executor.fate = () => ({ end: 'signature' });
  for (; heard.cases < cases; heard.cases++) {
    try {
      const message = read(messageOf(random));
      if ('unknown' in message) continue;
      heard.read++;
      take(world, message);
    } catch (error) {
      if (!isRefusal(error)) heard.crashes.push(error instanceof Error ? (error.stack ?? '') : String(error));
    }
    if (heard.cases % 100 === 0) await world.pass(below(random, 60_000));
    if (world.said.length > waitingAtMost) world.said.length = 0;
  }
  await world.pass(60_000);
  heard.asked = world.executor.asks.length;
  const bytes = sizeOf(world.data);
  if (bytes > diskAtMost) heard.harm.push(`the agent keeps ${bytes} bytes`);
  if (world.acting.problem?.includes('TypeError')) heard.crashes.push(world.acting.problem);
  return heard;
}

function take(world: ActingWorld, message: FromCollector): void {
  if (message.type === 'statement') world.acting.statement(message);
  if (message.type === 'blob') world.acting.blob(message);
  if (message.type === 'kept') world.acting.kept(message);
}

function messageOf(random: Random): string {
  const dice = random();
  const body = `echo ${below(random, 400)}\n`;
  if (dice < 0.35) {
    const change = { id: `${below(random, 500)}`.padStart(26, '0'), nbf: 0, exp: 1_900_000_000_000 };
    return onTheWire(orderMessage(change, [scriptOf(body)]), random);
  }
  if (dice < 0.6) {
    const data = Buffer.from(body);
    const total = random() < 0.7 ? data.length : below(random, 200_000);
    return onTheWire({ type: 'blob', sha256: hashOf(body), offset: 0, total, data: data.toString('base64') }, random);
  }
  return onTheWire(pick(random, Object.values(fromCollector)), random);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0);
}
