import { everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { CapacityPorts } from './context.ts';
import { forecastOf } from './forecast.ts';
import { subjectsOf } from './of-devices.ts';
import { subjectOfLimit } from './of-limits.ts';
import type { ForecastOwner } from './store.ts';
import type { Forecast, Limit } from './types.ts';

/** Devices that are read at once: what is held of them is bounded by it. */
const atOnce = 32;

export interface ReckonPorts extends CapacityPorts {
  /** Lets others go first; called after each thing that was reckoned. */
  readonly pause: () => Promise<void>;
  /** Told of devices and limits that could not be reckoned; their forecasts of before stay. */
  readonly failed: (of: string, error: unknown) => void;
}

export interface Reckoned {
  readonly forecasts: number;
  readonly failures: number;
}

/** Reckons everything anew. What is gone since is removed, unless something failed. */
export async function reckonForecasts(ports: ReckonPorts): Promise<Reckoned> {
  const devices = (await ports.devices.devices(everywhere)).filter(({ state }) => state !== 'retired');
  let [forecasts, failures] = [0, 0];
  for (let place = 0; place < devices.length; place += atOnce) {
    const some = devices.slice(place, place + atOnce);
    const count = await reckonDevices(ports, some);
    if (count === null) failures++;
    else forecasts += count;
  }
  for (const limit of await ports.store.limits(everywhere)) {
    const count = await reckonLimit(ports, limit);
    if (count === null) failures++;
    else forecasts += count;
  }
  if (failures === 0) await ports.store.sweepForecasts(ports.now);
  return { forecasts, failures };
}

async function reckonDevices(ports: ReckonPorts, devices: readonly Device[]): Promise<number | null> {
  try {
    const found: Forecast[] = [];
    for await (const subject of subjectsOf(ports, devices)) {
      found.push(forecastOf(subject, ports.now));
      await ports.pause();
    }
    await ports.store.keepForecasts(
      devices.map(({ id }) => id),
      found,
      ports.now,
    );
    return found.length;
  } catch (error) {
    ports.failed(devices.map(({ name }) => name).join(', '), error);
    return null;
  }
}

/** One limit, at once after it was changed. Null: it failed, and was told. */
export async function reckonLimit(ports: Omit<ReckonPorts, 'pause'>, limit: Limit): Promise<number | null> {
  try {
    const subject = await subjectOfLimit(ports, limit);
    const owner: ForecastOwner = `limit:${limit.id}`;
    await ports.store.keepForecasts([owner], subject ? [forecastOf(subject, ports.now)] : [], ports.now);
    return subject ? 1 : 0;
  } catch (error) {
    ports.failed(limit.name, error);
    return null;
  }
}
