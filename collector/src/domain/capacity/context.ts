import type { DeviceId } from '@fettle/shared/ids';
import type { Device, DeviceStore } from '../devices/index.ts';
import type { InventoryStore } from '../inventory/index.ts';
import type { SeriesStore } from '../series/index.ts';
import type { CapacityStore } from './store.ts';

/** What a device costs a month in minor units; devices of which it is not known are not in it. */
export type DeviceCosts = (devices: readonly Device[]) => Promise<ReadonlyMap<DeviceId, number>>;

export interface CapacityPorts {
  readonly store: CapacityStore;
  readonly devices: Pick<DeviceStore, 'devices' | 'device'>;
  readonly series: Pick<SeriesStore, 'scan'>;
  readonly inventory: Pick<InventoryStore, 'facts'>;
  readonly costs: DeviceCosts;
  /** ms since 1970. */
  readonly now: number;
}
