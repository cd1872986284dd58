import type { DeviceStorage } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { SeriesStore } from './store.ts';
import type { RetentionPlan } from './types.ts';

export interface DeviceSizePorts {
  readonly store: SeriesStore;
  readonly plan: RetentionPlan;
}

/**
 * What the samples of a device that the caller has found in the actor's scope take on disk, and how long they are kept.
 * @throws FettleError `not_allowed`
 */
export async function deviceSize(
  { store, plan }: DeviceSizePorts,
  actor: Actor,
  { device }: { readonly device: DeviceId },
): Promise<DeviceStorage> {
  allow(actor, 'device.read');
  const { journal, raw, five, hour } = await store.sizes(device);
  return {
    bytes: journal + raw + five + hour,
    raw: { bytes: journal + raw, keptMs: plan.raw },
    five: { bytes: five, keptMs: plan.five },
    hour: { bytes: hour, keptMs: plan.hour },
  };
}
