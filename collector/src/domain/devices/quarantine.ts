import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allowAgent, everywhere } from '../access/index.ts';
import { actNote, type DevicesContext } from './context.ts';

/** The state may move under us a few times, no more: it moves once in seconds. */
const attempts = 5;

/** Two agents answered for one device: neither is listened to until it enrols anew. @throws FettleError `not_found`, `not_allowed` */
export async function quarantineDevice(
  { store, now }: DevicesContext,
  actor: Actor,
  { id }: { readonly id: DeviceId },
): Promise<void> {
  allowAgent(actor, 'agent.report', id);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const device = await store.device(everywhere, id);
    if (!device) throw new FettleError('not_found');
    if (device.state === 'quarantined' || device.state === 'retired') return;
    const detail = { from: device.state, to: 'quarantined' };
    const act = { time: now, kind: 'device.state', action: 'devices.quarantine', detail };
    if ((await store.setState(id, device.state, 'quarantined', now, actNote(actor, device, act))) === 'set') return;
  }
  throw new FettleError('changed_meanwhile');
}
