import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, type Scope } from '../access/index.ts';
import type { ServiceHistoryPorts } from './context.ts';
import { Histories } from './histories.ts';
import { openingsOf } from './openings.ts';
import type { SpellQuery } from './store.ts';
import type { Composition, ServiceId, Spell, StateStretch } from './types.ts';
import { seesService } from './visible.ts';

/**
 * What a service was in [from, to), exact to the millisecond: stretches touch, and two that touch differ. Before it was counted it is
 * `unknown`. `to` is now at most: of what lies ahead nothing is known.
 * @throws FettleError `not_found`, also where somebody of this scope does not see it
 */
export async function serviceHistory(
  ports: ServiceHistoryPorts,
  scope: Scope,
  id: ServiceId,
  from: number,
  to: number,
): Promise<StateStretch[]> {
  if (!(await seesService(ports, { scope }, id))) throw new FettleError('not_found');
  return (await serviceHistories(ports, [id], from, to)).get(id) ?? [];
}

/** The same of several at once, for who has looked already who may see them. */
export async function serviceHistories(
  { services }: Pick<ServiceHistoryPorts, 'services'>,
  ids: readonly ServiceId[],
  from: number,
  to: number,
): Promise<Map<ServiceId, StateStretch[]>> {
  if (from >= to) return new Map(ids.map((id) => [id, []]));
  const compositions = Map.groupBy(await services.compositions(from, to), ({ service }) => service);
  const devices = devicesOf(ids, compositions);
  const spells = await services.spells(everywhere, { from, to, devices: [...devices] });
  const out = new Set(spells.map(({ device }) => device));
  const windows = out.size === 0 ? new Map() : openingsOf(await services.terms(from, to), out, from, to);
  const histories = new Histories({ compositions, spells: Map.groupBy(spells, ({ device }) => device), windows });
  return new Map(ids.map((id) => [id, histories.of(id, from, to)]));
}

/** What was out on the devices of a scope in a span, by its beginning. */
export async function spellsIn(
  { services, devices }: ServiceHistoryPorts,
  scope: Scope,
  query: SpellQuery,
): Promise<Spell[]> {
  const found = await services.spells(scope, query);
  if (scope.selector === undefined) return found;
  const seen = new Set((await devices.devices(scope)).map(({ id }) => id));
  return found.filter(({ device }) => seen.has(device));
}

/** The devices of services and of all that they rely on, at any time. */
function devicesOf(
  ids: readonly ServiceId[],
  compositions: ReadonlyMap<ServiceId, readonly Composition[]>,
): Set<DeviceId> {
  const devices = new Set<DeviceId>();
  const visited = new Set<ServiceId>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (visited.has(id)) continue;
    visited.add(id);
    for (const composition of compositions.get(id) ?? []) {
      for (const device of composition.devices.flat()) devices.add(device);
      for (const { of } of composition.parts) if (of.kind === 'service') waiting.push(...of.ids);
    }
  }
  return devices;
}
