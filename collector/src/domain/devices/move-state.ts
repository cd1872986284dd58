import type { DeviceState, Silence } from '@fettle/shared/api/devices';
import { type Actor, allowAgent } from '../access/index.ts';
import { deviceEvent, type DevicesContext } from './context.ts';
import type { Device } from './types.ts';

export interface Move {
  readonly device: Pick<Device, 'id' | 'site' | 'state'>;
  readonly to: DeviceState;
  /** What kind of silence it is, where it is one and that is known. */
  readonly silence?: Silence | null;
}

/** Moves a device from the state that was read to another, and tells it. @throws FettleError `not_allowed` */
export async function moveState(
  { store, now }: DevicesContext,
  actor: Actor,
  { device, to, silence = null }: Move,
): Promise<'set' | 'changed_meanwhile'> {
  allowAgent(actor, 'agent.report', device.id);
  const { id, state: from } = device;
  return store.setState(id, from, to, now, {
    events: [deviceEvent(device, now, 'device.state', { from, to, ...(silence && { silence }) })],
    audit: [],
  });
}
