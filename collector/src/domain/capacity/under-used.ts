import type { UnderUsed } from '@fettle/shared/api/capacity';
import type { DeviceId } from '@fettle/shared/ids';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { memoryUtilization } from '@fettle/shared/metrics/memory';
import type { Metric } from '@fettle/shared/metrics/metric';
import { plainValue } from '@fettle/shared/rules/words';
import { quantileSorted } from '@fettle/shared/statistics/quantile';
import { type Actor, allow, isAllowed } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { CapacityPorts } from './context.ts';
import { rangeOf, scan } from './of-devices.ts';

const hourMs = 3_600_000;
const usualDays = 60;
/** At most so much of the processors and of memory in 95 of 100 hours. */
export const lowCpu = 0.1;
export const lowMemory = 0.4;
/** What was measured for less than half of the time may have been switched off. */
const leastMeasured = 0.5;
const atOnce = 64;

type Ports = Pick<CapacityPorts, 'devices' | 'series' | 'costs' | 'now'>;

/**
 * Machines whose processors and memory are little used all the time, least used first: the 95th percentile of their hourly averages.
 * A device of which either is not measured is not told of.
 * @param pause lets others go first
 * @throws FettleError `not_allowed`
 */
export async function listUnderUsed(
  ports: Ports,
  actor: Actor,
  { days = usualDays }: { readonly days?: number },
  pause: () => Promise<void> = async () => undefined,
): Promise<UnderUsed[]> {
  allow(actor, 'capacity.read');
  const devices = (await ports.devices.devices(actor.scope)).filter(({ state }) => state !== 'retired');
  const found: { device: Device; cpu: number; memory: number }[] = [];
  for (let place = 0; place < devices.length; place += atOnce) {
    const some = devices.slice(place, place + atOnce);
    const cpu = await peaks(ports, some, cpuBusy, days);
    const low = some.filter(({ id }) => (cpu.get(id) ?? 1) <= lowCpu);
    const memory = low.length === 0 ? new Map() : await peaks(ports, low, memoryUtilization, days);
    for (const device of low) {
      const used = memory.get(device.id) ?? 1;
      if (used <= lowMemory) found.push({ device, cpu: cpu.get(device.id) ?? 0, memory: used });
    }
    await pause();
  }
  // Money is for managers.
  const costs = isAllowed(actor, 'value.read') ? await ports.costs(found.map(({ device }) => device)) : new Map();
  return found
    .toSorted((a, b) => a.cpu / lowCpu + a.memory / lowMemory - b.cpu / lowCpu - b.memory / lowMemory)
    .map(({ device: { id, name, site }, cpu, memory }) => ({
      device: id,
      deviceName: name,
      site,
      days,
      cpuP95: cpu,
      memoryP95: memory,
      words: `In 95 of 100 hours of ${days} days at most ${plainValue(cpu, '1', 4)} of its processors and ${plainValue(memory, '1', 4)} of its memory.`,
      costPerMonth: costs.get(id) ?? null,
    }));
}

/** Of each device that was measured long enough. */
async function peaks(
  ports: Ports,
  devices: readonly Device[],
  metric: Metric,
  days: number,
): Promise<Map<DeviceId, number>> {
  const found = new Map<DeviceId, number>();
  const range = { ...rangeOf(ports.now, days, hourMs), agg: 'avg' } as const;
  for await (const { device, values } of scan(ports, new Map(devices.map((one) => [one.id, one])), metric, range)) {
    const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
    if (sorted.length >= leastMeasured * days * 24) found.set(device, quantileSorted(sorted, 0.95));
  }
  return found;
}
