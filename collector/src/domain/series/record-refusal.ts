import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allowAgent, everywhere } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';

export interface FrameRefusal {
  readonly device: DeviceId;
  readonly sequence: number;
  readonly code: string;
  /** For people. */
  readonly message: string;
}

/** Tells people that a frame of a device was refused for good. @throws FettleError `device_unknown`, `not_allowed` */
export async function recordRefusal(
  ports: {
    readonly devices: Pick<DeviceStore, 'device'>;
    readonly events: Pick<EventStore, 'record'>;
    readonly now: number;
  },
  actor: Actor,
  { device: id, ...detail }: FrameRefusal,
): Promise<void> {
  allowAgent(actor, 'agent.report', id);
  const device = await ports.devices.device(everywhere, id);
  if (!device) throw new FettleError('device_unknown');
  const event = { time: ports.now, kind: 'frames.refused', device: id, site: device.site, detail };
  await ports.events.record({ events: [event], audit: [] });
}
