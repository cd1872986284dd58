/** How long until load put on this machine is on an open device page: FEATURES row 72. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { vital, withOpenDevice } from '../support/first-admin.ts';
import { busyProcessors } from '../support/load.ts';
import { type Emit, median } from './figure.ts';

const rounds = 5;

/** Milliseconds until the CPU figure on the page has risen by half of what it can rise. */
export async function untilShown(page: Page, withinMs: number): Promise<number> {
  const before = await vital(page, 'CPU');
  const risen = before + (100 - before) / 2;
  using load = busyProcessors();
  const began = performance.now();
  load.begin();
  while (performance.now() - began < withinMs) {
    if ((await vital(page, 'CPU')) >= risen) return performance.now() - began;
    await sleep(20);
  }
  throw new Error(`the load was not on the page within ${withinMs} ms (CPU ${before} %)`);
}

export async function run(emit: Emit): Promise<void> {
  await withOpenDevice('10s', async (page) => {
    await page.getByText('every 1 s, watched').waitFor({ timeout: 20_000 });
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await sleep(4_000 + round * 230);
      times.push(await untilShown(page, 20_000));
    }
    emit('load_on_page_ms', Math.round(median(times)), 'ms', { rounds, times: times.map(Math.round) });
  });
}
