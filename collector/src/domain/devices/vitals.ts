// pure
import type { Device } from '@fettle/shared/api/devices';
import type { Attributes } from '@fettle/shared/metrics/metric';

/** A device's newest value of one series. */
export interface LatestValue {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly value: number;
}

/** Shares from 0 to 1, null where not measured. */
export type Vitals = Device['vitals'];

/** The few figures that lists show of a device; `disk` is the fullest file system. */
export function vitals(latest: readonly LatestValue[]): Vitals {
  const most = (metric: string): number | null => {
    let found: number | null = null;
    for (const one of latest) {
      if (one.metric === metric && Number.isFinite(one.value)) found = Math.max(found ?? one.value, one.value);
    }
    return found;
  };
  return {
    cpu: most('system.cpu.busy'),
    memory: most('system.memory.utilization'),
    disk: most('system.filesystem.utilization'),
  };
}
