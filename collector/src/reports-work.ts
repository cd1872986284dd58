/** What of reports takes long: documents that are built, and written as files. It is done here, or on a thread of its own (reports-beside.ts). */
import { setImmediate } from 'node:timers/promises';
import type { ReportId } from '@fettle/shared/ids';
import type { SeriesStore } from './domain/series/index.ts';
import {
  build,
  type BuildContext,
  make,
  type Made,
  type MakeAsk,
  type Progress,
  type ReportOrder,
} from './domain/reports/index.ts';
import { valueSettings } from './domain/value/index.ts';
import { type FileAsk, fileOf, type ReportFile } from './edge/renderers/file.ts';
import { workSources } from './people-wiring.ts';
import type { Records } from './store/stores.ts';

/** Where in the file its links lead, too. */
export type FileWork = FileAsk & { readonly address: string };

export interface ReportWork {
  /** Rejects as `progress` does. */
  make(ask: MakeAsk, progress: Progress): Promise<Made>;
  /** A document that is not kept, as JSON. */
  preview(order: ReportOrder, now: number): Promise<string>;
  /** A kept document as a file; null: it is not kept. @throws FettleError `not_found`: it has no such table, `input_invalid` */
  file(id: ReportId, ask: FileWork): Promise<ReportFile | null>;
  /** Called once nothing is under way any more. */
  close(): Promise<void>;
}

export interface WorkStores extends Records {
  readonly series: Pick<SeriesStore, 'scan'>;
}

/** Here, in turns with everything else. */
export function reportWork(stores: WorkStores): ReportWork {
  const context: BuildContext = {
    store: stores.reports,
    ports: { ...stores, work: workSources(stores) },
    currency: async () => (await valueSettings(stores)).currency,
  };
  return {
    make: (ask, progress) =>
      make(context, ask, async (share, doing) => {
        await setImmediate();
        await progress(share, doing);
      }),
    preview: async (order, now) => JSON.stringify(await build(context, order, now, () => setImmediate())),
    async file(id, ask) {
      const document = await stores.reports.document(id);
      return document && fileOf(document, { ...ask, id });
    },
    async close() {},
  };
}
