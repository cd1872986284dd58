import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { Simulated } from '../../support/simulated.ts';
import { type Emit, median } from '../figure.ts';
import { rename } from './visit.ts';

/** Looks at the memory a run has, at least. */
const looks = 10;
const looksAtOnce = 5;
/** A device gets another name so often: whoever looks reads the whole list anew. */
const renameEveryMs = 10_000;

interface Look {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Of the page's main thread so far, s. */
  readonly busy: number;
}

/** What an open fleet page holds and takes over so many seconds of live updates; the heap each time after a collection. */
export async function living(page: Page, fleet: Simulated, seconds: number, emit: Emit): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const frames = await countMessages(session);
  const ids = await page.locator('tr.one').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-key') ?? ''));
  await sleep(10_000);
  await page.evaluate(() => void ((globalThis as unknown as { longest: number }).longest = 0));
  const [began, before] = [frames(), await look(session)];
  const found: Look[] = [before];
  const each = (seconds * 1_000) / looks;
  for (let n = 1; n <= looks; n++) {
    const end = performance.now() + each;
    while (performance.now() < end) {
      await rename(fleet, ids[n % ids.length] ?? '', `live-${n}-${Math.round(performance.now())}`);
      await page.mouse.wheel(0, n % 2 === 0 ? -600 : 600);
      await sleep(Math.min(renameEveryMs, Math.max(0, end - performance.now())));
    }
    found.push(await look(session));
    emit('heap_mb', found.at(-1)?.heap ?? Number.NaN, 'MB', { after_s: Math.round((n * each) / 1_000) });
  }
  tell(found, { seconds, messages: frames() - began }, emit);
  const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
  emit('longest_task_ms', longest, 'ms', { seconds });
}

function tell(found: readonly Look[], conditions: { seconds: number; messages: number }, emit: Emit): void {
  const third = Math.ceil(found.length / 3);
  const [first, last] = [found.slice(0, third), found.slice(-third)];
  const growth = (figure: (look: Look) => number) => median(last.map(figure)) / median(first.map(figure)) - 1;
  emit(
    'heap_growth',
    growth(({ heap }) => heap),
    '1',
    conditions,
  );
  emit(
    'nodes_growth',
    growth(({ nodes }) => nodes),
    '1',
    conditions,
  );
  emit(
    'listeners_growth',
    growth(({ listeners }) => listeners),
    '1',
    conditions,
  );
  const busy = (found.at(-1)?.busy ?? Number.NaN) - (found[0]?.busy ?? Number.NaN);
  emit('page_cpu_share', busy / conditions.seconds, '1', conditions);
}

/** The least of some looks: in between a message that is being taken over holds what is given up right after it. */
async function look(session: CDPSession): Promise<Look> {
  const found: Look[] = [];
  for (let n = 0; n < looksAtOnce; n++) {
    if (n > 0) await sleep(700);
    found.push(await lookOnce(session));
  }
  const { busy } = found.at(-1) as Look;
  return { ...found.reduce((least, one) => (one.heap < least.heap ? one : least)), busy };
}

async function lookOnce(session: CDPSession): Promise<Look> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    heap: figure('JSHeapUsedSize') / 1e6,
    nodes: figure('Nodes'),
    listeners: figure('JSEventListeners'),
    busy: figure('TaskDuration'),
  };
}

/** Messages of the live stream that came to the page. */
async function countMessages(session: CDPSession): Promise<() => number> {
  let count = 0;
  session.on('Network.eventSourceMessageReceived', () => void (count += 1));
  await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  return () => count;
}
