/** The fleet page in a browser over an invented API with 2,000 moving devices: how soon it shows, and what it costs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../support/browser.ts';
import { type FakeApi, startFakeApi } from '../support/fake-api.ts';
import { type Emit, median } from './figure.ts';

const devices = 2_000;
const times = 5;
const dist = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
const row = 'td.name a';

export async function run(emit: Emit, { seconds = 120 }: { seconds?: number }): Promise<void> {
  await using api = await startFakeApi({ dist, devices });
  const browser = await launch();
  try {
    const conditions = { devices, api: 'invented', times };
    emit('first_paint_ms', await repeated(() => opening(browser, api)), 'ms', conditions);
    const page = await (await browser.newContext({ viewport: { width: 1_440, height: 900 } })).newPage();
    await watchTasks(page);
    await page.goto(api.url);
    await page.locator(row).first().waitFor();
    await sleep(3_000);
    const filters = ['role=db', 'ber-web-02', 'role in (db,web) and site=Porto', 'opo', 'site!=Berlin'];
    emit('filter_ms', await repeated((n) => filtering(page, filters[n] ?? '')), 'ms', conditions);
    await page.locator('#find').fill('');
    emit('change_on_screen_ms', await repeated((n) => changing(page, api, n)), 'ms', conditions);
    await living(page, api, seconds, (figure, value, unit) => emit(figure, value, unit, { ...conditions, seconds }));
  } finally {
    await browser.close();
  }
}

async function repeated(measure: (n: number) => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < times; n++) found.push(await measure(n));
  return median(found);
}

/** From the request for the page to its first row, with an empty cache. */
async function opening(browser: Browser, api: FakeApi): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(api.url);
  await page.locator(row).first().waitFor();
  const took = performance.now() - began;
  await context.close();
  return took;
}

/** From the last letter to the first table that shows the answer, measured in the page. */
function filtering(page: Page, text: string): Promise<number> {
  return page.evaluate(async (typed) => {
    const box = document.querySelector<HTMLInputElement>('#find');
    const count = () => document.querySelector('table')?.getAttribute('aria-rowcount');
    const before = count();
    const began = performance.now();
    if (box) box.value = typed;
    box?.dispatchEvent(new Event('input', { bubbles: true }));
    while (count() === before && performance.now() - began < 5_000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  }, text);
}

async function changing(page: Page, api: FakeApi, n: number): Promise<number> {
  const words = `Fan ${n} has stopped`;
  const trouble = { severity: 'critical' as const, metric: 'hw.fan.speed', attributes: {}, value: 0, words };
  const began = performance.now();
  api.change(`d${String(700 + n).padStart(26, '0')}`, { troubles: [trouble] });
  await page.locator('td.why', { hasText: words }).first().waitFor();
  return performance.now() - began;
}

/** While devices move and change for so long: the longest task, and how much the heap has grown after collection. */
async function living(page: Page, api: FakeApi, seconds: number, emit: (...one: [string, number, string]) => void) {
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  await sleep(5_000);
  const before = await heap();
  await page.evaluate(() => void ((globalThis as unknown as { longest: number }).longest = 0));
  for (let second = 0; second < seconds; second++) {
    const id = `d${String(100 + (second % 50) * 30).padStart(26, '0')}`;
    api.change(id, { state: second % 2 === 0 ? 'offline' : 'online' });
    await sleep(1_000);
  }
  emit('longest_task_ms', await page.evaluate(() => (globalThis as unknown as { longest: number }).longest), 'ms');
  emit('heap_growth_mb', (await heap()) - before, 'MB');
}

async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept = globalThis as unknown as { longest: number };
    kept.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) kept.longest = Math.max(kept.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}
