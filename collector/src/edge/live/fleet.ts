import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../../domain/access/index.ts';
import type { Device, DeviceStore } from '../../domain/devices/index.ts';

/** Some devices as the device list gives them, and how many the scope has. */
export interface FleetItems {
  readonly items: readonly DeviceItem[];
  readonly total: number;
}

/** The items of some devices as a scope sees them, and how many devices it has. */
export async function fleetItems(
  store: DeviceStore,
  view: (device: Device) => DeviceItem,
  scope: Scope,
  ids: ReadonlySet<DeviceId>,
): Promise<FleetItems> {
  const devices = await store.devices(scope);
  return { items: devices.filter(({ id }) => ids.has(id)).map(view), total: devices.length };
}
