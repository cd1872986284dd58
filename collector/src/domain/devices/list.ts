import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import { type Actor, allow, type Scope } from '../access/index.ts';
import type { DevicesContext } from './context.ts';
import { type Order, orderKey, page } from './order.ts';
import { parseSelector } from '@fettle/shared/selector/parse';
import { matches } from '@fettle/shared/selector/match';
import { searches } from './search.ts';
import type { Device } from './types.ts';

export interface DeviceQuery {
  readonly selector?: string;
  readonly search?: string;
  /** Only these; absent: all. */
  readonly id?: string | readonly string[];
  readonly sort?: Order;
  readonly limit?: number;
  /** `next` of the page before, with the same sort. */
  readonly cursor?: string;
}

export interface DeviceList {
  readonly items: DeviceItem[];
  readonly next: string | null;
}

/**
 * A page of the devices in the actor's sites that a selector and a search text choose; worst first unless told
 * otherwise. A cursor names a place in the order: what is added, removed or changed meanwhile shifts nothing.
 * @throws FettleError `input_invalid` (selector, with its position; cursor), `not_allowed`
 */
export async function listDevices(
  { store, view }: DevicesContext & { readonly view: (device: Device) => DeviceItem },
  actor: Actor,
  { selector = '', search = '', id, sort = 'hurts', limit = 100, cursor }: DeviceQuery,
): Promise<DeviceList> {
  allow(actor, 'device.read');
  const chosen = await selectedDevices({ store }, actor.scope, selector);
  const ids = id === undefined ? null : new Set([id].flat());
  const named = ids ? chosen.filter((device) => ids.has(device.id)) : chosen;
  const found = named.map(view).filter(searches(search));
  return page(
    found.map((item) => ({ item, key: orderKey(sort, item) })),
    { sort, limit, ...(cursor === undefined ? {} : { cursor }) },
  );
}

/** The devices of a scope that a selector chooses, by name. @throws FettleError `input_invalid` */
export async function selectedDevices(
  { store }: { readonly store: Pick<DevicesContext['store'], 'devices'> },
  scope: Scope,
  selector: string,
): Promise<Device[]> {
  const parsed = parseSelector(selector);
  return (await store.devices(scope)).filter((device) => matches(parsed, device));
}
