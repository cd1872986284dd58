// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Device, Sighting } from './types.ts';

/** The list with some devices as they were read just now, in the order of the store. Devices that are what they were stay the same objects, and so does a list of these. */
export function withRead(list: readonly Device[], read: readonly Device[]): readonly Device[] {
  const places = placesOf(list);
  let next: Device[] | null = null;
  let renamed = false;
  const added: Device[] = [];
  for (const device of read) {
    const place = places.get(device.id);
    if (place === undefined) {
      added.push(device);
      continue;
    }
    const before = list[place] as Device;
    const after = later(device, before);
    if (isSame(before, after)) continue;
    (next ??= [...list])[place] = after;
    renamed ||= before.name !== after.name;
  }
  if (next === null && added.length === 0) return list;
  if (next !== null && added.length === 0 && !renamed) return inPlace(next, places);
  return [...(next ?? list), ...added].toSorted((a, b) => order(a.name, b.name) || order(a.id, b.id));
}

/** A list that was read, with what of another was seen later. */
export function withLater(read: readonly Device[], other: readonly Device[]): readonly Device[] {
  const places = placesOf(other);
  return read.map((device) => later(device, other[places.get(device.id) ?? -1] ?? device));
}

/** The list after some sightings, as the store keeps them: later ones win. */
export function withSeen(list: readonly Device[], sightings: readonly Sighting[]): readonly Device[] {
  const places = placesOf(list);
  const next = [...list];
  for (const one of sightings) {
    const place = places.get(one.id);
    const device = place === undefined ? undefined : next[place];
    if (place === undefined || device === undefined || one.lastSeen < (device.lastSeen ?? 0)) continue;
    next[place] = { ...device, ...one };
  }
  return inPlace(next, places);
}

const kept = new WeakMap<readonly Device[], ReadonlyMap<DeviceId, number>>();

/** Where in the list each device is. */
function placesOf(list: readonly Device[]): ReadonlyMap<DeviceId, number> {
  const known = kept.get(list);
  if (known) return known;
  const places = new Map(list.map(({ id }, place) => [id, place]));
  kept.set(list, places);
  return places;
}

function inPlace(list: readonly Device[], places: ReadonlyMap<DeviceId, number>): readonly Device[] {
  kept.set(list, places);
  return list;
}

/** A sighting that was taken over while it was read is later than what was read. */
function later(read: Device, before: Device): Device {
  if ((before.lastSeen ?? 0) <= (read.lastSeen ?? 0)) return read;
  const { lastSeen, interval, clockOffset, agentVersion } = before;
  return { ...read, lastSeen, interval, clockOffset, agentVersion };
}

function isSame(a: Device, b: Device): boolean {
  const { labels: ofA, ...restA } = a;
  const { labels: ofB, ...restB } = b;
  const keys = Object.keys(restA) as (keyof typeof restA)[];
  return keys.every((key) => restA[key] === restB[key]) && areSame(ofA, ofB);
}

function areSame(a: Device['labels'], b: Device['labels']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
