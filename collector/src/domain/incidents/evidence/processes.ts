import type { Process } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { processTable } from '@fettle/shared/metrics/process';
import { everywhere } from '../../access/index.ts';
import type { Finding } from '../../rules/index.ts';
import { processRows, type SeriesStore } from '../../series/index.ts';
import type { EvidencePiece, Incident } from '../types.ts';
import { orderFor, type ProcessOrder, type ProcessTable } from './process-order.ts';
import type { Breach, EvidencePorts, EvidenceProvider } from './provider.ts';

/** Tables are kept once a minute: an older one says little of the breach. */
const staleMs = 150_000;
/** One from so soon after it shows what went on while it broke, more than one from before. */
const soonMs = 15_000;
const most = 30;
const kind = 'processes';

/** The top processes at the breach: of that very frame if it carried the table, else the nearest one. */
export const processes: EvidenceProvider = {
  kind,
  async look(ports, breach) {
    const found = await tableOf(ports, breach);
    return found && { content: contentOf(breach.incident, found) };
  },
};

/** The processes of the frame that broke, for an incident that begins; null: the frame had none. */
export function caughtTable(incident: Incident, { tables = [], time }: Finding): EvidencePiece | null {
  const table = tables.find(({ name }) => name === processTable.name);
  if (!table) return null;
  return {
    kind,
    time: incident.turns.at(-1) ?? time,
    content: contentOf(incident, { time, items: processRows(table) }),
  };
}

/** What was caught with the breach itself, else the table nearest to it. */
export async function tableOf(
  { store, series }: Pick<EvidencePorts, 'store' | 'series'>,
  { incident, time }: Pick<Breach, 'incident' | 'time'>,
): Promise<ProcessTable | null> {
  const kept = (await store.evidence(everywhere, incident.id)).find(
    (piece) => piece.kind === kind && piece.time === time,
  );
  const table = kept?.content as ProcessTable | undefined;
  return table?.time === time ? table : tableNear(series, incident.device, time);
}

/** The newest table of a device is in memory, of older ones one a minute: which tells most of a time. */
export async function tableNear(series: SeriesStore, device: DeviceId, time: number): Promise<ProcessTable | null> {
  const until = await series.table(device, processTable.name, time);
  const newest = until?.time === time ? null : await series.table(device, processTable.name);
  const away = (one: { readonly time: number }) => {
    const after = one.time - time;
    return after >= 0 && after <= soonMs ? 0 : Math.abs(after);
  };
  const [found] = [newest, until].flatMap((one) => one ?? []).toSorted((a, b) => away(a) - away(b));
  return found && away(found) <= staleMs ? { time: found.time, items: processRows(found.table) } : null;
}

function contentOf({ metric }: Incident, { time, items }: ProcessTable): EvidencePiece['content'] {
  const by = orderFor(metric);
  return { time, by, items: ordered(items, by).slice(0, most) };
}

function ordered(items: readonly Process[], by: ProcessOrder): Process[] {
  return items.toSorted((a, b) => (b[by] ?? -1) - (a[by] ?? -1));
}
