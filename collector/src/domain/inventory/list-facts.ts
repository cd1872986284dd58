import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { InventoryStore } from './store.ts';
import type { Fact } from './types.ts';

/** The facts of a device that the actor was found to see (`getDevice`), by name. @throws FettleError `not_allowed` */
export async function listFacts(
  { store }: { readonly store: InventoryStore },
  actor: Actor,
  { device }: { readonly device: DeviceId },
): Promise<Fact[]> {
  allow(actor, 'device.read');
  return store.facts(device);
}
