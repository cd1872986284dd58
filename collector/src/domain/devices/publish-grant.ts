import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { actNote, type DevicesContext } from './context.ts';

/** A verified `grant` statement; `envelope` is its JSON. */
export interface PublishedGrant {
  readonly device: DeviceId;
  readonly version: number;
  readonly envelope: string;
}

/** Stores a device's newest grant, to be carried to it. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function publishGrant(
  { store, now }: DevicesContext,
  actor: Actor,
  { device: id, version, envelope }: PublishedGrant,
): Promise<void> {
  allow(actor, 'grant.publish');
  const device = await store.device(actor.scope, id);
  if (!device) throw new FettleError('not_found');
  const act = { time: now, kind: 'device.granted', action: 'devices.publish-grant', detail: { version } };
  const answer = await store.setGrant(id, version, envelope, actNote(actor, device, act));
  if (answer === 'older') throw new FettleError('changed_meanwhile', 'A newer grant of this device is stored already.');
  if (answer === 'not_found') throw new FettleError('not_found');
}
