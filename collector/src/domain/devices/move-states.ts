import type { DeviceState, Silence } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allowAgent } from '../access/index.ts';
import { deviceEvent, type DevicesContext } from './context.ts';
import type { StateMove } from './store.ts';
import type { Device } from './types.ts';

export interface Move {
  readonly device: Pick<Device, 'id' | 'site' | 'state'>;
  readonly to: DeviceState;
  /** What kind of silence it is, where it is one and that is known. */
  readonly silence?: Silence | null;
}

/** Moves of one commit: a fleet that comes back is few of them, and nobody who asks the records waits for long. */
const atOnce = 200;

/** Moves devices from the states that were read to others, and tells it. Gives those that were still in these. @throws FettleError `not_allowed` */
export async function moveStates(
  { store, now }: DevicesContext,
  actor: Actor,
  moves: readonly Move[],
): Promise<DeviceId[]> {
  const made = moves.map(({ device, to, silence = null }): StateMove => {
    allowAgent(actor, 'agent.report', device.id);
    const { id, state: from } = device;
    const event = deviceEvent(device, now, 'device.state', { from, to, ...(silence && { silence }) });
    return { id, from, to, since: now, event };
  });
  const moved: DeviceId[] = [];
  for (let first = 0; first < made.length; first += atOnce) {
    const some = made.slice(first, first + atOnce);
    const set = await store.setStates(some);
    for (const { id } of some) if (set.has(id)) moved.push(id);
  }
  return moved;
}
