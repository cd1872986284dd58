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
  const moves = sent
    .filter(({ state }) => state === 'queued')
    .map((run) => ({ before: 'queued' as const, after: { ...run, state: 'sent' as const } }));
  return moves.length === 0 ? [] : runs.move(moves, () => ({ events: [], audit: [] }));
}
