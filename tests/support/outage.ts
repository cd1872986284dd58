/** Takes the collector away for a while under an agent that measures every second. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fettle, until } from './fettle.ts';
import { patience } from './patience.ts';
import type { KillResult } from './kills.ts';
import { acknowledged, agentStatus, losses, timesOf } from './stored.ts';
import { missingIn, storedSequences } from './stored-sequences.ts';

/** A collector and a 1 s agent that was heard. */
export async function beginMeasuring(fettle: Fettle): Promise<void> {
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await until('the first acknowledgement', () => acknowledged(fettle) > 0);
}

/** Starts the collector again and waits until nothing waits but what is always on its way. */
export async function recover(fettle: Fettle, timeoutMs = patience): Promise<void> {
  const before = acknowledged(fettle);
  await fettle.startCollector();
  await until(
    'what waited to be sent',
    () => acknowledged(fettle) > before && (agentStatus(fettle)?.queue.frames ?? Infinity) <= 7,
    timeoutMs,
  );
}

/** @param kills when the agent is ended by force, as parts of the outage */
export async function outage(fettle: Fettle, lengthMs: number, kills: readonly number[]): Promise<KillResult> {
  await beginMeasuring(fettle);
  const began = Date.now();
  const ends: number[] = [];
  await fettle.collector?.stop('SIGKILL');
  for (const part of kills) {
    await sleep(began + part * lengthMs - Date.now());
    ends.push(Date.now());
    await fettle.agent?.stop('SIGKILL');
    await fettle.startAgent('1s');
  }
  await sleep(began + lengthMs - Date.now());
  // Far faster than it was measured.
  await recover(fettle, patience + lengthMs / 20);
  await fettle.agent?.stop();
  const times = await timesOf(fettle, began - 60_000, Date.now() + 60_000);
  const { samples, lost: unmeasured, doubled } = losses(times, ends);
  await fettle.collector?.stop();
  const lost = missingIn(storedSequences(fettle.data));
  return { kills: 1 + ends.length, acknowledged: samples, lost, doubled, unmeasured };
}
