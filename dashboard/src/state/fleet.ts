import type { EventItem } from '@fettle/shared/api/events';
import type { CellDetail, Fleet as FleetAnswer } from '@fettle/shared/api/fleet';
import type { LiveFleet } from '@fettle/shared/api/live';
import type { Series } from '@fettle/shared/api/series';
import { readEvents, readFleet, readSeries } from '../api/read.ts';
import type { Point } from '../charts/gaps.ts';
import { spanSince } from '../charts/ranges.ts';
import { day, hour } from '../format/time.ts';
import { clockNow } from './clock.ts';
import { resource } from './resource.ts';
import type { FleetDevice } from './standing.ts';

export interface Fleet {
  /** By id, in the order of their names. */
  readonly devices: ReadonlyMap<string, FleetDevice>;
  readonly newest: number | null;
  readonly interval: number | null;
  readonly oldest: number | null;
  /** Keys of labels in use. */
  readonly keys: readonly string[];
}

/** Every device that the person may see. */
export const fleet = resource<Fleet>(async (signal) => fleetOf(await readFleet({}, signal)));

/** What happened in the last 24 hours, newest first. */
export const events = resource<readonly EventItem[]>((signal) => readEvents({ from: clockNow() - day }, signal));

export function fleetOf({ cells, groups, newest, interval, oldest, keys }: FleetAnswer): Fleet {
  const devices = cells.map(([id, name, group, detail]) =>
    deviceOf({ id, name, site: groups[group] ?? '' }, detail ?? null, newest),
  );
  return { devices: new Map(devices.map((one) => [one.id, one])), newest, interval, oldest, keys };
}

/** Of a device that is online its last frame is not known here; the newest of the fleet stands for it. */
function deviceOf(
  named: Pick<FleetDevice, 'id' | 'name' | 'site'>,
  detail: CellDetail | null,
  newest: number | null,
): FleetDevice {
  const known = detail ?? { state: 'online' as const, stateSince: 0, silence: null, interval: 0, troubles: [] };
  return { ...named, ...known, lastSeen: known.state === 'online' ? (newest ?? 0) : (detail?.lastSeen ?? null) };
}

/** A fleet after a live message; null when others came or went, so that it must be read anew. */
export function withLive(before: Fleet, { cells, total, newest }: LiveFleet): Fleet | null {
  if (total !== before.devices.size) return null;
  const after = { ...before, newest: Math.max(newest ?? 0, before.newest ?? 0) || null };
  if (cells.length === 0) return after;
  const devices = new Map(before.devices);
  let changed = false;
  for (const { id, name, detail } of cells) {
    const known = devices.get(id);
    if (!known || known.name !== name) return null;
    if (detail === null && isCalm(known)) continue;
    devices.set(id, deviceOf({ id, name, site: known.site }, detail, newest));
    changed = true;
  }
  return changed ? { ...after, devices } : after;
}

const isCalm = ({ state, troubles }: FleetDevice) => state === 'online' && troubles.length === 0;

/** Takes a live message; reads the list anew when it tells of devices that are not in it. */
export function takeFleet(message: LiveFleet): void {
  fleet.update((before) => {
    const after = withLive(before, message);
    if (after === null) fleet.renew();
    return after ?? before;
  });
}

/** Puts a new event before the others, once. */
export function withEvent(before: readonly EventItem[], event: EventItem): readonly EventItem[] {
  if (before.some(({ sequence }) => sequence === event.sequence)) return before;
  return [event, ...before].toSorted((a, b) => b.sequence - a.sequence).slice(0, 1_000);
}

/** The columns of the fleet's table that have a line, and the metrics that they draw. */
export const columns = {
  cpu: 'system.cpu.busy',
  memory: 'system.memory.utilization',
  disk: 'system.filesystem.utilization',
} as const;
export type Column = keyof typeof columns;

/** The line of each column, by device. */
export type Sparks = ReadonlyMap<string, Readonly<Record<Column, readonly Point[]>>>;

/** Which time the lines show: the last hour, or less of a fleet that is younger. */
export function sparkWindow(oldest: number | null, now: number): { span: number; step: number } {
  const span = spanSince(hour, Math.min(now, oldest ?? now), now);
  return { span, step: Math.max(10_000, span / 30) };
}

const atOnce = 100;

/** Reads the lines of some devices, in few requests. */
export async function readSparks(
  ids: readonly string[],
  { span, step, now }: { span: number; step: number; now: number },
  signal: AbortSignal,
): Promise<Sparks> {
  const query = { metric: Object.values(columns), from: now - span, to: now, step };
  const found: Series[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    found.push(...(await readSeries({ ...query, device: ids.slice(start, start + atOnce) }, signal)));
  }
  return sparksOf(found);
}

/** Series by device and column; where a device has several of a metric, the largest at each time (the fullest disk). */
export function sparksOf(series: readonly Series[]): Sparks {
  const sparks = new Map<string, Record<Column, readonly Point[]>>();
  for (const { device, metric, points } of series) {
    const column = (Object.keys(columns) as Column[]).find((one) => columns[one] === metric);
    if (!column) continue;
    const mine = sparks.get(device) ?? { cpu: [], memory: [], disk: [] };
    mine[column] = mine[column].length === 0 ? points : largest(mine[column], points);
    sparks.set(device, mine);
  }
  return sparks;
}

function largest(a: readonly Point[], b: readonly Point[]): Point[] {
  const values = new Map(a);
  for (const [time, value] of b) {
    const other = values.get(time) ?? null;
    values.set(time, value === null ? other : other === null ? value : Math.max(value, other));
  }
  return [...values].toSorted(([s], [t]) => s - t);
}
