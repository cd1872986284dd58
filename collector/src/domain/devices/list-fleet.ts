import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { Cell, Fleet } from '@fettle/shared/api/fleet';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Actor, allow } from '../access/index.ts';
import { cellDetail } from './cell.ts';
import type { DevicesContext } from './context.ts';
import { collator } from './order.ts';
import { searches } from './search.ts';
import type { Device } from './types.ts';

export interface FleetQuery {
  readonly selector?: string;
  readonly search?: string;
  /** `site`, or the key of a label. */
  readonly group?: string;
}

/**
 * Every device in the actor's sites that a selector and a search text choose, in a few bytes each, by name.
 * @throws FettleError `input_invalid` (selector, with its position), `not_allowed`
 */
export async function listFleet(
  { store, view }: Pick<DevicesContext, 'store'> & { readonly view: (device: Device) => DeviceItem },
  actor: Actor,
  { selector = '', search = '', group = 'site' }: FleetQuery,
): Promise<Fleet> {
  allow(actor, 'device.read');
  const parsed = parseSelector(selector);
  const all = (await store.devices(actor.scope)).map(view);
  const found = searches(search);
  return fleetOf(all, (device) => matches(parsed, device) && found(device), group);
}

/** Devices as cells, those that are chosen. Pure. */
export function fleetOf(all: readonly DeviceItem[], chosen: (device: DeviceItem) => boolean, group: string): Fleet {
  const groups = new Map<string, number>();
  const placeOf = ({ site, labels }: DeviceItem) => {
    const name = group === 'site' ? site : Object.hasOwn(labels, group) ? (labels[group] ?? '') : '';
    const place = groups.get(name) ?? groups.size;
    groups.set(name, place);
    return place;
  };
  const named = all.filter(chosen).toSorted((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  const cells = named.map((device): Cell => {
    const detail = cellDetail(device);
    return detail ? [device.id, device.name, placeOf(device), detail] : [device.id, device.name, placeOf(device)];
  });
  return { groups: [...groups.keys()], cells, ...totals(all) };
}

function totals(all: readonly DeviceItem[]): Omit<Fleet, 'groups' | 'cells'> {
  const online = all.filter(({ state }) => state === 'online');
  const least = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
  const newest = all.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen ?? 0), 0);
  return {
    total: all.length,
    newest: newest || null,
    interval: least(online.map(({ interval }) => interval)),
    oldest: least(all.map(({ enrolledAt }) => enrolledAt)),
    keys: [...new Set(all.flatMap(({ labels }) => Object.keys(labels)))].toSorted(),
  };
}
