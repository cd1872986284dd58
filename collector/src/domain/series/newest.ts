import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { devicesOf, type QueryPorts } from './query.ts';
import type { Latest } from './types.ts';

export interface NewestInput {
  readonly selector?: string | undefined;
  /** Default: all. */
  readonly metrics?: readonly string[] | undefined;
}

/** Devices whose values are asked for at once. */
const atOnce = 256;

/**
 * The newest values of all devices that the actor may see, or those of them that the selector selects; a device at a time.
 * @throws FettleError `not_allowed`, `input_invalid` (selector)
 */
export async function newestValues(
  ports: QueryPorts,
  actor: Actor,
  { selector, metrics }: NewestInput,
): Promise<AsyncIterable<readonly [DeviceId, readonly Latest[]]>> {
  allow(actor, 'device.read');
  const devices = await devicesOf(ports.devices, actor, { selector });
  return (async function* () {
    for (let first = 0; first < devices.length; first += atOnce) {
      yield* await ports.series.latest(devices.slice(first, first + atOnce), metrics);
    }
  })();
}
