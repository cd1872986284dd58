import type { DeviceId } from '@fettle/shared/ids';
import { filesystemUsage } from '@fettle/shared/metrics/filesystem';
import { inodeUsage } from '@fettle/shared/metrics/filesystem';
import { memoryLimit, memoryUtilization } from '@fettle/shared/metrics/memory';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Device } from '../devices/index.ts';
import type { RangeQuery } from '../series/index.ts';
import type { CapacityPorts } from './context.ts';
import { daysOfBusyHours, daysOfPeaks } from './read-days.ts';
import { subjectId } from './subject-id.ts';
import type { Subject } from './types.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** So far back is read. */
export const historyDays = 180;
/** What was not measured for so long is gone. */
const newestDays = 7;
const mountpoint = 'system.filesystem.mountpoint';
const state = 'system.filesystem.state';

type Ports = Pick<CapacityPorts, 'series' | 'now'>;

/** Everything of these devices that fills up by itself, as it is found. Give few devices at once: what is newest of each is held. */
export async function* subjectsOf(ports: Ports, devices: readonly Device[]): AsyncGenerator<Subject> {
  const byId = new Map(devices.map((device) => [device.id, device]));
  yield* spaces(ports, byId, filesystemUsage);
  yield* spaces(ports, byId, inodeUsage);
  yield* memories(ports, byId);
}

/** File systems by space or by files: used of what ordinary programs may fill, which is used and free. */
async function* spaces(ports: Ports, devices: ReadonlyMap<DeviceId, Device>, metric: Metric): AsyncGenerator<Subject> {
  const newest = new Map<string, { used?: number; free?: number }>();
  const recent = { ...rangeOf(ports.now, newestDays, dayMs), step: 'whole', agg: 'last' } as const;
  for await (const { device, attributes, values } of scan(ports, devices, metric, recent)) {
    const [key, of, value] = [`${device} ${attributes[mountpoint]}`, attributes[state] ?? '', values[0] ?? Number.NaN];
    if (!Number.isNaN(value) && (of === 'used' || of === 'free')) newest.set(key, { ...newest.get(key), [of]: value });
  }
  const past = { ...rangeOf(ports.now, historyDays, dayMs), agg: 'max' } as const;
  for await (const { device, attributes, times, values } of scan(ports, devices, metric, past)) {
    const mount = attributes[mountpoint] ?? '';
    const { used, free } = newest.get(`${device} ${mount}`) ?? {};
    const owner = devices.get(device);
    if (attributes[state] !== 'used' || !owner || used === undefined || free === undefined || used + free <= 0)
      continue;
    yield subject(owner, metric, {
      kind: 'filesystem',
      attributes: { [mountpoint]: mount, [state]: 'used' },
      title: metric === inodeUsage ? `${mount} of ${owner.name}: files` : `${mount} of ${owner.name}`,
      value: used,
      limit: used + free,
      weekly: false,
      days: daysOfPeaks(times, values, ports.now),
    });
  }
}

/** Memory that programs could not get without swapping. */
async function* memories(ports: Ports, devices: ReadonlyMap<DeviceId, Device>): AsyncGenerator<Subject> {
  const limits = new Map<DeviceId, number>();
  const recent = { ...rangeOf(ports.now, newestDays, dayMs), step: 'whole', agg: 'last' } as const;
  for await (const { device, values } of scan(ports, devices, memoryLimit, recent)) {
    if ((values[0] ?? 0) > 0) limits.set(device, values[0] ?? 0);
  }
  const past = { ...rangeOf(ports.now, historyDays, hourMs), agg: 'avg' } as const;
  for await (const { device, times, values } of scan(ports, devices, memoryUtilization, past)) {
    const [limit, owner] = [limits.get(device), devices.get(device)];
    if (limit === undefined || !owner) continue;
    const days = daysOfBusyHours(times, values, ports.now).map((one) => ({ ...one, value: one.value * limit }));
    yield subject(owner, memoryUtilization, {
      kind: 'memory',
      attributes: {},
      title: `Memory of ${owner.name}`,
      value: (values.findLast((value) => !Number.isNaN(value)) ?? 0) * limit,
      limit,
      weekly: true,
      days,
    });
  }
}

type Rest = Omit<Subject, 'id' | 'device' | 'deviceName' | 'site' | 'metric' | 'unit'>;

function subject({ id, name, site }: Device, metric: Metric, rest: Rest): Subject {
  const unit = metric === memoryUtilization ? memoryLimit.unit : metric.unit;
  const named = { ...rest, device: id, deviceName: name, site, metric: metric.name, unit };
  return { ...named, id: subjectId(named) };
}

/** Whole steps up to the one of now, so that roll-ups answer. */
export function rangeOf(now: number, days: number, step: number): Pick<RangeQuery, 'from' | 'to'> & { step: number } {
  const to = Math.ceil((now + 1) / step) * step;
  return { from: Math.floor((now - days * dayMs) / dayMs) * dayMs, to, step };
}

/** Series that a device may have at most, times the points of each. */
export function scan(
  { series }: Pick<Ports, 'series'>,
  devices: ReadonlyMap<DeviceId, unknown>,
  { name }: Metric,
  range: Pick<RangeQuery, 'from' | 'to' | 'step' | 'agg'>,
) {
  const points = typeof range.step === 'number' ? Math.ceil((range.to - range.from) / range.step) + 1 : 1;
  return series.scan({
    ...range,
    devices: [...devices.keys()],
    metrics: [name],
    maxPoints: devices.size * 2_048 * points,
  });
}
