import type { LatestValue } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { type Actor, allow } from '../access/index.ts';
import type { SeriesStore } from './store.ts';
import type { Latest } from './types.ts';

export interface LatestPorts {
  readonly store: SeriesStore;
}

/**
 * The newest values of a device that the caller has found in the actor's scope; empty when it never sent a frame.
 * @throws FettleError `not_allowed`
 */
export async function latestValues(
  { store }: LatestPorts,
  actor: Actor,
  { device }: { readonly device: DeviceId },
): Promise<LatestValue[]> {
  allow(actor, 'device.read');
  return ((await store.latest([device])).get(device) ?? []).map(inWords);
}

/** A value with what the catalogue says of it; a metric of a newer agent has an empty unit. */
function inWords({ metric, attributes, value, time }: Latest): LatestValue {
  const known = metricNamed(metric);
  const text = known?.states?.[value];
  const said = { metric, attributes: { ...attributes }, value, unit: known?.unit ?? '', time };
  return text === undefined ? said : { ...said, text };
}
