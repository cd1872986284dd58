import type { DeviceId, RunId } from '@fettle/shared/ids';
import type { ValueSettings } from './types.ts';

/** What a script saves each time. */
export interface ScriptSaving {
  readonly name: string;
  readonly title: string;
  readonly runs: readonly RunId[];
  readonly minutes: number;
  /** Nobody here said so: it is what the script that ships says of itself. */
  readonly assumed: boolean;
}

/** A service that was down in its hours. */
export interface Downtime {
  readonly service: string;
  readonly name: string;
  readonly ms: number;
  readonly costPerHour: number;
  readonly hours: string | null;
}

/** A device with what it costs a month. */
export interface DeviceCost {
  readonly id: DeviceId;
  readonly perMonth: number;
}

/** A service with its devices; how many services share each of them. */
export interface ServiceDevices {
  readonly service: string;
  readonly name: string;
  readonly devices: readonly { readonly id: DeviceId; readonly perMonth: number; readonly shared: number }[];
}

/** Everything that value is reckoned from, for a span and a scope. */
export interface ValueFacts {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly settings: ValueSettings;
  readonly scripts: readonly ScriptSaving[];
  readonly downtime: readonly Downtime[];
  readonly devices: readonly DeviceCost[];
  /** Of all sites: the tool's own cost is for these. */
  readonly devicesEverywhere: number;
  readonly services: readonly ServiceDevices[];
}
