import { FettleError } from '@fettle/shared/errors';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { brandOf, dressOf } from './brands.ts';
import { buildReport } from './build.ts';
import { reportEvent, type ReportsContext } from './context.ts';
import type { Progress } from './kind.ts';
import type { ReportPorts } from './ports.ts';
import { sendsOf } from './recipients.ts';
import type { Made, ReportStore } from './store.ts';
import { tableList } from './tables.ts';
import type { Report, ReportOrder } from './types.ts';

/** What a document is built from. */
export interface BuildContext {
  readonly store: Pick<ReportStore, 'brands' | 'pack'>;
  readonly ports: ReportPorts;
  /** Of the value settings. */
  readonly currency: () => Promise<string>;
}

/** What is to be made, and when that is; `late`: after the time that it was planned for. */
export interface MakeAsk {
  readonly order: ReportOrder;
  readonly now: number;
  readonly late: boolean;
}

export interface MakeContext extends Pick<ReportsContext, 'store' | 'access'> {
  /** Makes it, here or on another thread. Rejects as `progress` does. */
  readonly make: (ask: MakeAsk, progress: Progress) => Promise<Made>;
  /** Which of several makers this is. */
  readonly maker: string;
  readonly clock: { now(): number };
}

/** A maker that was not heard of for so long is gone, and its report is made again. */
const idleMs = 60_000;
/** Progress is written so often at most. */
const writeMs = 500;
const toldMs = 2_000;
const mostTries = 3;

/** Whoever asked called it off, or another maker has it. */
class CalledOff extends Error {}

/** Makes the oldest report that waits, if there is one. Gives whether there was. */
export async function makeNext(context: MakeContext): Promise<boolean> {
  const { store, maker, clock } = context;
  const began = clock.now();
  const report = await store.claim(maker, began, began - idleMs);
  if (report === null) return false;
  if (report.tries > mostTries) {
    await end(context, report, new Error(`it was begun ${mostTries} times, and the collector stopped each time`));
    return true;
  }
  try {
    const ask = { order: report.order, now: began, late: report.lateMs > 0 };
    await keep(context, report, await context.make(ask, reporter(context, report)), began);
  } catch (error) {
    if (!(error instanceof CalledOff)) await end(context, report, error as Error);
  }
  return true;
}

/** The document of an order, with the time of now; nothing is kept. */
export async function build(
  { store, ports, currency }: BuildContext,
  order: ReportOrder,
  now: number,
  progress: Progress,
): Promise<ReportDocument> {
  const { kind, from, to, before, zone, period, site, service, scope, brand, madeFor } = order;
  const found =
    brand === null ? await brandOf(store, site) : ((await store.brands()).find(({ id }) => id === brand) ?? null);
  const ask = { from, to, before, zone, period, site, service, scope, now, currency: await currency() };
  return buildReport(ports, { ...ask, kind, madeFor, brand: found && dressOf(found) }, progress);
}

/** The same as it is kept. */
export async function make(context: BuildContext, { order, now, late }: MakeAsk, progress: Progress): Promise<Made> {
  const built = await build(context, order, now, progress);
  const document = late ? { ...built, subtitle: `${built.subtitle}, made late` } : built;
  return {
    title: document.title,
    subtitle: document.subtitle,
    sentence: document.sentence.map(({ text }) => text).join(''),
    tables: tableList(document),
    document: await context.store.pack(document),
  };
}

/** Writes how far it is now and then. */
function reporter({ store, maker, clock }: MakeContext, report: Report): Progress {
  let [written, told] = [clock.now(), clock.now()];
  return async (share, doing) => {
    const now = clock.now();
    if (now - written < writeMs) return;
    written = now;
    const isTold = now - told >= toldMs;
    if (isTold) told = now;
    const step = { share: Math.min(1, Math.max(0, share)), doing };
    const events = isTold ? [reportEvent(now, 'report.progress', report)] : [];
    if ((await store.progress(report.id, maker, now, step, { events, audit: [] })) === 'lost') throw new CalledOff();
  };
}

async function keep(context: MakeContext, report: Report, made: Made, began: number): Promise<void> {
  const { store, maker, clock } = context;
  const now = clock.now();
  const sends = await sendsOf(context, report, now);
  const events = [reportEvent(now, 'report.made', report, { kind: report.order.kind })];
  await store.end(report.id, maker, { ...made, madeAt: now, tookMs: now - began }, sends, { events, audit: [] });
}

async function end({ store, maker, clock }: MakeContext, report: Report, error: Error): Promise<void> {
  // What is not for people has gone to the log of whoever runs this, by its message; the row says what to do.
  const words = error instanceof FettleError ? error.message : `It could not be made: ${error.message}.`;
  const events = [reportEvent(clock.now(), 'report.failed', report, { kind: report.order.kind })];
  await store.end(report.id, maker, { error: words }, [], { events, audit: [] });
}
