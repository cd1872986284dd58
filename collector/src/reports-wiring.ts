/** Reports with what they ask of others: made one at a time beside everything else, by schedule and by wish, and mailed. */
import { randomBytes } from 'node:crypto';
import type { ReportAsk } from '@fettle/shared/api/reports';
import { base32, type ReportId } from '@fettle/shared/ids';
import type { Clock } from './clock.ts';
import type { Actor } from './domain/access/index.ts';
import { sendThrough } from './domain/notifications/index.ts';
import {
  fireDue,
  type MakeContext,
  makeNext,
  previewOf,
  type ReportsContext,
  sendReports,
} from './domain/reports/index.ts';
import { sendParcel } from './edge/channels/email.ts';
import { reportSources } from './edge/report-sources.ts';
import type { FileAsk, ReportFile } from './edge/renderers/file.ts';
import { ReportsBeside } from './reports-beside.ts';
import { type ReportWork, reportWork } from './reports-work.ts';
import type { Stores } from './store/stores.ts';

export interface ReportNeeds {
  readonly stores: Stores;
  readonly clock: Clock;
  /** Opens channels' secrets. */
  readonly key: Uint8Array;
  /** Where the dashboard is, without a slash at its end; null: not known. */
  readonly address: () => string | null;
}

const keptMs = 400 * 86_400_000;
/** Plans are looked at so often, and when one is due. */
const lookMs = 10_000;

export type ReportDesk = ReturnType<typeof createReportDesk>;

export function createReportDesk({ stores, clock, key, address }: ReportNeeds) {
  const { reports: store, access, channels, series } = stores;
  // A server's database, or one in memory, is read from here: only the reckoning takes turns of everything else then.
  const work: ReportWork = stores.file === null ? reportWork(stores) : new ReportsBeside({ file: stores.file, series });
  const maker = base32(randomBytes(10), 16);
  let lookAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time: what is made in turns leaves as much room to others as one alone. */
  function inTurn<Result>(make: () => Promise<Result>): Promise<Result> {
    const next = turn.then(make);
    turn = next.catch(() => undefined);
    return next;
  }

  const sources = reportSources(stores);
  const making: MakeContext = {
    store,
    access,
    maker,
    clock,
    make: (ask, progress) => work.make(ask, progress),
  };
  const file = (id: ReportId, ask: FileAsk): Promise<ReportFile | null> =>
    work.file(id, { ...ask, address: address() ?? '' });
  const context = (): ReportsContext => ({ store, access, ...sources, now: clock.now() });

  return {
    context,
    /** Every second: what is due is begun, and what waits is made, until nothing waits. */
    async tend(): Promise<void> {
      if (clock.now() >= lookAt) {
        const next = await fireDue(context());
        lookAt = Math.min(next ?? Number.POSITIVE_INFINITY, clock.now() + lookMs);
      }
      while (await inTurn(() => makeNext(making)));
    },
    /** Sends what is due. */
    send: () =>
      sendReports({
        store,
        clock,
        address,
        attach: (id, as) => file(id, { as }),
        mail: (channel, to, mail) => sendThrough({ channels, key }, channel, (open) => sendParcel(open, to, mail)),
      }),
    retain: async () => {
      while ((await store.retain(clock.now() - keptMs)) > 0);
    },
    /** A document made now and not kept, as JSON. */
    async preview(actor: Actor, asked: ReportAsk): Promise<string> {
      const order = await previewOf(context(), actor, asked);
      return inTurn(() => work.preview(order, clock.now()));
    },
    /** A kept document as a file; null: it is not kept. */
    file,
    /** Once nothing is made any more. */
    close: () => work.close(),
  };
}
