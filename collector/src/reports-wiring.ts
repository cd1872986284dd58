/** Reports with what they ask of others: made one at a time beside everything else, by schedule and by wish, and mailed. */
import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ReportAsk } from '@fettle/shared/api/reports';
import { base32 } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import type { Clock } from './clock.ts';
import type { Actor } from './domain/access/index.ts';
import { sendThrough } from './domain/notifications/index.ts';
import {
  type Attachment,
  build,
  fireDue,
  type MakeContext,
  makeNext,
  previewOf,
  type ReportPorts,
  type ReportsContext,
  sendReports,
} from './domain/reports/index.ts';
import { valueSettings } from './domain/value/index.ts';
import { sendParcel } from './edge/channels/email.ts';
import { reportSources } from './edge/report-sources.ts';
import { attachmentOf, type FileAsk, fileOf, type ReportFile } from './edge/renderers/file.ts';
import { workSources } from './people-wiring.ts';
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
  const { reports: store, access, channels, value } = stores;
  const ports: ReportPorts = { ...stores, work: workSources(stores) };
  const maker = base32(randomBytes(10), 16);
  let lookAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time: what is made in turns leaves as much room to others as one alone. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  const sources = reportSources(stores);
  const making: MakeContext = {
    store,
    access,
    ports: () => ports,
    maker,
    clock,
    currency: async () => (await valueSettings({ value })).currency,
    breathe: () => setImmediate(),
  };
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
        attach: (document, as, id): Promise<Attachment> => attachmentOf(document, as, { address: address() ?? '', id }),
        mail: (channel, to, mail) => sendThrough({ channels, key }, channel, (open) => sendParcel(open, to, mail)),
      }),
    retain: async () => {
      while ((await store.retain(clock.now() - keptMs)) > 0);
    },
    /** A document made now and not kept. */
    async preview(actor: Actor, asked: ReportAsk): Promise<ReportDocument> {
      const order = await previewOf(context(), actor, asked);
      return inTurn(() => build(making, order, clock.now(), () => setImmediate()));
    },
    /** A kept document as a file. */
    file: (document: ReportDocument, ask: FileAsk): Promise<ReportFile> =>
      fileOf(document, { ...ask, address: address() ?? '' }),
  };
}
