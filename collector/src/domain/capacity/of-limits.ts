import type { DeviceId } from '@fettle/shared/ids';
import { networkIo } from '@fettle/shared/metrics/network';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { InventoryStore } from '../inventory/index.ts';
import type { CapacityPorts } from './context.ts';
import { historyDays, rangeOf, scan } from './of-devices.ts';
import { daysOfBusyHours } from './read-days.ts';
import { subjectId } from './subject-id.ts';
import type { Day, Limit, Subject } from './types.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const interfaceName = 'network.interface.name';

type Ports = Pick<CapacityPorts, 'series' | 'devices' | 'inventory' | 'store' | 'now'>;

/** What a limit is about, with its past; null: there is no such device, or nothing was measured. */
export async function subjectOfLimit(ports: Ports, limit: Limit): Promise<Subject | null> {
  return limit.kind === 'link' ? linkSubject(ports, limit) : licenceSubject(ports, limit);
}

/** A line’s busier direction, by its busy hours. */
async function linkSubject(ports: Ports, limit: Limit): Promise<Subject | null> {
  const device = limit.device === null ? null : await ports.devices.device(everywhere, limit.device as DeviceId);
  if (!device) return null;
  const { times, values } = await busierDirection(ports, device, limit.interface);
  const days = daysOfBusyHours(times, values, ports.now);
  const value = days.at(-1)?.value;
  if (value === undefined) return null;
  return named(limit, device, {
    kind: 'link',
    device: device.id,
    metric: networkIo.name,
    attributes: { [interfaceName]: limit.interface, limit: limit.id },
    unit: networkIo.unit,
    value,
    weekly: true,
    days,
  });
}

/** Hour by hour the busier of both directions. */
export async function busierDirection(
  ports: Pick<CapacityPorts, 'series' | 'now'>,
  device: Pick<Device, 'id'>,
  name: string | null,
  days = historyDays,
): Promise<{ times: Float64Array; values: Float64Array }> {
  let times: Float64Array = new Float64Array();
  let values: Float64Array = new Float64Array();
  const range = { ...rangeOf(ports.now, days, hourMs), agg: 'avg' } as const;
  for await (const found of scan(ports, new Map([[device.id, device]]), networkIo, range)) {
    if (name !== null && found.attributes[interfaceName] !== name) continue;
    if (name === null && found.attributes[interfaceName] === 'lo') continue;
    times = found.times;
    // NaN is no number to be higher than.
    values = found.values.map((value, place) => {
      const other = values[place] ?? Number.NaN;
      return Number.isNaN(other) || value > other ? value : other;
    });
  }
  return { times, values };
}

/** Seats that are taken, today as counted, before as they were counted day by day, and before that by when devices came. */
async function licenceSubject(ports: Ports, limit: Limit): Promise<Subject> {
  const since = await seatsOf(ports, limit);
  const today = Math.floor(ports.now / dayMs);
  await ports.store.keepCount(limit.id, today, since.length);
  const counted = await ports.store.counts(limit.id);
  const days = licenceDays(counted, since, ports.now);
  return named(limit, null, {
    kind: 'licence',
    device: null,
    metric: null,
    attributes: { limit: limit.id },
    unit: '{seat}',
    value: since.length,
    weekly: false,
    days,
  });
}

/** @param since when each of those that count now came */
function licenceDays(counted: readonly (readonly [number, number])[], since: readonly number[], now: number): Day[] {
  const today = Math.floor(now / dayMs);
  const first = counted[0]?.[0] ?? today;
  const began = Math.floor(Math.min(now, ...since) / dayMs);
  const days: Day[] = [];
  for (let day = Math.max(began, today - historyDays); day < first; day++) {
    days.push({ day, at: day + 1, value: since.filter((time) => time < (day + 1) * dayMs).length });
  }
  for (const [day, value] of counted) {
    if (day >= today - historyDays) days.push({ day, at: Math.min(day + 1, now / dayMs), value });
  }
  return days;
}

/** For each device that takes a seat since when: since it enrolled, or since the software was first seen on it. */
export async function seatsOf(
  { devices, inventory }: Pick<CapacityPorts, 'devices' | 'inventory'>,
  { selector, software, site }: Pick<Limit, 'selector' | 'software' | 'site'>,
): Promise<number[]> {
  const parsed = parseSelector(selector);
  const scope = site === null ? everywhere : { sites: [site] };
  const chosen = (await devices.devices(scope)).filter((one) => one.state !== 'retired' && matches(parsed, one));
  const since: number[] = [];
  for (const device of chosen) {
    if (software === '') since.push(device.enrolledAt);
    else {
      const seen = await seenSoftware(inventory, device.id, software);
      if (seen !== null) since.push(Math.max(seen, device.enrolledAt));
    }
  }
  return since;
}

/** A fact `software.<name>`; or, written `name=text`, a fact of that name that holds the text. Capitals do not matter. */
async function seenSoftware(
  inventory: Pick<InventoryStore, 'facts'>,
  device: DeviceId,
  software: string,
): Promise<number | null> {
  const [name, ...rest] = software.split('=');
  const wanted = rest.join('=').toLowerCase();
  const found = (await inventory.facts(device)).find((fact) =>
    rest.length > 0
      ? fact.name === name && fact.value.toLowerCase().includes(wanted)
      : fact.name.toLowerCase() === `software.${software.toLowerCase()}`,
  );
  return found?.since ?? null;
}

type Rest = Omit<Subject, 'id' | 'deviceName' | 'site' | 'title' | 'limit'>;

function named(limit: Limit, device: Device | null, rest: Rest): Subject {
  const all = { ...rest, deviceName: device?.name ?? '', site: limit.site ?? device?.site ?? null };
  return { ...all, title: limit.name, limit: limit.limit, id: subjectId(all) };
}
