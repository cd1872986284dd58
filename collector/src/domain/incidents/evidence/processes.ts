import type { Process } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { processTable } from '@fettle/shared/metrics/process';
import { processRows, type SeriesStore } from '../../series/index.ts';
import { orderFor, type ProcessOrder, type ProcessTable } from './process-order.ts';
import type { EvidenceProvider } from './provider.ts';

/** Tables are kept once a minute: an older one says little of the breach. */
const staleMs = 150_000;
const most = 30;

/** The top processes at the breach: of that very frame if it carried the table, else the nearest one. */
export const processes: EvidenceProvider = {
  kind: 'processes',
  async look({ series }, { incident, time }) {
    const found = await tableNear(series, incident.device, time);
    if (!found) return null;
    const by = orderFor(incident.metric);
    return { content: { time: found.time, by, items: ordered(found.items, by).slice(0, most) } };
  },
};

/** The newest table of a device is in memory, of older ones one a minute: which is nearer to the breach. */
export async function tableNear(series: SeriesStore, device: DeviceId, time: number): Promise<ProcessTable | null> {
  const until = await series.table(device, processTable.name, time);
  const newest = until?.time === time ? null : await series.table(device, processTable.name);
  const near = [until, newest].filter((one) => one !== null && Math.abs(one.time - time) <= staleMs);
  const [found] = near.toSorted((a, b) => Math.abs((a?.time ?? 0) - time) - Math.abs((b?.time ?? 0) - time));
  return found ? { time: found.time, items: processRows(found.table) } : null;
}

function ordered(items: readonly Process[], by: ProcessOrder): Process[] {
  return items.toSorted((a, b) => (b[by] ?? -1) - (a[by] ?? -1));
}
