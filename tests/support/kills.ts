/** Ends collector and agent by force, in turn, while the agent measures every second. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fettle, until } from './fettle.ts';
import { mulberry32 } from './machine.ts';
import { acknowledged, losses, timesOf } from './stored.ts';
import { missingIn, storedSequences } from './stored-sequences.ts';

export interface KillResult {
  readonly kills: number;
  readonly acknowledged: number;
  /** Frames that the agent made and the collector does not have, by their numbers. */
  readonly lost: number;
  readonly doubled: number;
  /** Seconds in which a living agent measured nothing: a busy machine has some. */
  readonly unmeasured: number;
}

/**
 * @param between ms between two kills, at least and at most
 * @param goOn asked before each kill
 */
export async function killInTurn(
  fettle: Fettle,
  kills: number,
  between: readonly [number, number],
  goOn = () => true,
): Promise<KillResult> {
  const random = mulberry32(kills);
  const began = Date.now();
  const ends: number[] = [];
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await until('the first acknowledgement', () => acknowledged(fettle) > 0);
  let done = 0;
  for (; done < kills && goOn(); done++) {
    await sleep(between[0] + random() * (between[1] - between[0]));
    if (done % 2 === 0) {
      await fettle.collector?.stop('SIGKILL');
      await fettle.startCollector();
    } else {
      ends.push(Date.now());
      await fettle.agent?.stop('SIGKILL');
      await fettle.startAgent('1s');
    }
  }
  const before = acknowledged(fettle);
  await until('frames after the last kill', () => acknowledged(fettle) > before + 2);
  await fettle.agent?.stop();
  const times = await timesOf(fettle, began - 60_000, Date.now() + 60_000);
  const { samples, lost: unmeasured, doubled } = losses(times, ends);
  await fettle.collector?.stop();
  return { kills: done, acknowledged: samples, lost: missingIn(storedSequences(fettle.data)), doubled, unmeasured };
}
