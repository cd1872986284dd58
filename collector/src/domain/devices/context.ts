import type { NewEvent, Note } from '../events/index.ts';
import { type Actor, audited } from '../access/index.ts';
import type { DeviceStore } from './store.ts';
import type { Device } from './types.ts';

/** What the verbs of this capability need: the records and the time, ms since 1970. */
export interface DevicesContext {
  readonly store: DeviceStore;
  readonly now: number;
}

export function deviceEvent(
  { id, site }: Pick<Device, 'id' | 'site'>,
  time: number,
  kind: string,
  detail: NewEvent['detail'],
): NewEvent {
  return { time, kind, device: id, site, detail };
}

/** An event of a device and the same in the audit log, for what somebody did. */
export function actNote(
  actor: Actor,
  device: Pick<Device, 'id' | 'site'>,
  act: { readonly time: number; readonly kind: string; readonly action: string; readonly detail: NewEvent['detail'] },
): Note {
  return {
    events: [deviceEvent(device, act.time, act.kind, act.detail)],
    audit: [audited(actor, act.time, act.action, `device:${device.id}`, act.detail)],
  };
}
