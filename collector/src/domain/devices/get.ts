import { FettleError } from '@fettle/shared/errors';
import { isDeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { DevicesContext } from './context.ts';
import type { Device } from './types.ts';

/** @throws FettleError `not_found`, also for what lies outside the actor's sites; `not_allowed` */
export async function getDevice(
  { store }: DevicesContext,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Device> {
  allow(actor, 'device.read');
  const device = isDeviceId(id) ? await store.device(actor.scope, id) : null;
  if (!device) throw new FettleError('not_found');
  return device;
}
