import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/fettle.ts';
import type { Collector } from './collector.ts';
import type { Loads } from './loads.ts';

/** Waits until the collector has done what connections and their facts gave it to do. */
export async function quiet(collector: Collector, most = 0.2, patienceMs = 120_000): Promise<void> {
  let before = collector.cpuSeconds();
  await until(
    'the collector to have nothing to do',
    async () => {
      await sleep(1_000);
      const now = collector.cpuSeconds();
      const used = now - before;
      before = now;
      return used < most;
    },
    patienceMs,
  );
}

/** Waits until the files of the series have not changed for a while, or the patience is over. */
export async function still(collector: Collector, forMs: number, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  let last = '';
  let since = performance.now();
  while (performance.now() < end && performance.now() - since < forMs) {
    const now = JSON.stringify([...collector.files()]);
    if (now !== last) since = performance.now();
    last = now;
    await sleep(500);
  }
}

export interface Drained {
  readonly frames: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the processes of devices. */
  readonly loadCpuSeconds: number;
  readonly ackMs: readonly number[];
}

/** Sends all that was made, or for so long; until every frame that was sent is acknowledged. */
export async function drain(
  collector: Collector,
  loads: Loads,
  burst: number,
  seconds: number,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Drained> {
  const before = await loads.report();
  const cpu = collector.cpuSeconds();
  const began = performance.now();
  const ackMs: number[] = [];
  loads.tell({ type: 'drain', burst, upTo });
  let last = await loads.report();
  const over = () => last.finished === loads.devices || performance.now() - began > seconds * 1_000;
  for (; !over(); last = await loads.report()) {
    ackMs.push(...last.ackMs);
    await sleep(200);
  }
  loads.tell({ type: 'pause' });
  const goal = await until('the last acknowledgements', async () => {
    last = await loads.report();
    ackMs.push(...last.ackMs);
    if (last.lost > 0) throw new Error(`${last.lost} connections were lost: ${last.why}`);
    return last.acknowledged >= last.sent && last;
  });
  return {
    frames: goal.acknowledged - before.acknowledged,
    seconds: (performance.now() - began) / 1_000,
    cpuSeconds: collector.cpuSeconds() - cpu,
    loadCpuSeconds: goal.cpuSeconds - before.cpuSeconds,
    ackMs,
  };
}
