import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allowAgent } from '../access/index.ts';
import type { DevicesContext } from './context.ts';

/** What the inventory says of a device; a kind that people chose stays. @throws FettleError `not_allowed` */
export async function describeDevice(
  { store }: DevicesContext,
  actor: Actor,
  { id, os, kind }: { readonly id: DeviceId; readonly os: string; readonly kind?: string },
): Promise<void> {
  allowAgent(actor, 'agent.report', id);
  await store.describe(id, kind === undefined ? { os } : { os, kind });
}
