// pure
import type { DeviceId } from '@fettle/shared/ids';

const known = new WeakMap<readonly object[], ReadonlyMap<DeviceId, object>>();

/** The devices of a list by their ids; the same answer for the same list, which must not be changed. */
export function byId<Item extends { readonly id: DeviceId }>(list: readonly Item[]): ReadonlyMap<DeviceId, Item> {
  const found = known.get(list) as ReadonlyMap<DeviceId, Item> | undefined;
  if (found) return found;
  const made = new Map(list.map((one) => [one.id, one]));
  known.set(list, made);
  return made;
}
