import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import { actNote, type DevicesContext } from './context.ts';
import { getDevice } from './get.ts';
import type { Device } from './types.ts';

/** The state may move under us a few times, no more: it moves once in seconds. */
const attempts = 5;

/**
 * Ends a device: lost, replaced or put away. Its agent is refused from now on, until it enrols anew with a new token; what it
 * sent stays. One that is ended already stays so.
 * @returns the device as it was @throws FettleError `not_found`, `not_allowed`, `changed_meanwhile`
 */
export async function revokeDevice(
  { store, now }: DevicesContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Device> {
  allow(actor, 'device.revoke');
  for (let attempt = 0; attempt < attempts; attempt++) {
    const device = await getDevice({ store, now }, actor, { id });
    if (device.state === 'retired') return device;
    const detail = { from: device.state, to: 'retired' };
    const note = actNote(actor, device, { time: now, kind: 'device.state', action: 'devices.revoke', detail });
    if ((await store.setState(device.id, device.state, 'retired', now, note)) === 'set') return device;
  }
  throw new FettleError('changed_meanwhile');
}
