import type { DeviceId } from '@fettle/shared/ids';
import type { OrderPorts } from './context.ts';
import type { Parcel, Parcels } from './parcel.ts';
import type { Run } from './types.ts';

export interface Delivery {
  readonly run: Run;
  readonly parcel: Parcel;
}

/** What goes to these devices now, at most `limit`: what waits for them, and with `again` what was sent and may be lost. */
export async function dueDeliveries(
  { runs, now }: Pick<OrderPorts, 'runs' | 'now'>,
  parcels: Parcels,
  devices: readonly DeviceId[],
  { limit, again }: { readonly limit: number; readonly again: boolean },
): Promise<Delivery[]> {
  const due = await runs.due(devices, again ? ['queued', 'sent'] : ['queued'], now, limit);
  return Promise.all(due.map(async (run) => ({ run, parcel: await parcels.ofRun(run) })));
}

/** Notes that runs were sent; a device that answered meanwhile is further already. Gives those that moved. */
export async function markSent({ runs }: Pick<OrderPorts, 'runs'>, sent: readonly Run[]): Promise<Run[]> {
  const queued = sent.filter(({ state }) => state === 'queued');
  if (queued.length === 0) return [];
  const moved = new Set(await runs.sent(queued.map(({ id }) => id)));
  return queued.filter(({ id }) => moved.has(id)).map((run) => ({ ...run, state: 'sent' as const }));
}
