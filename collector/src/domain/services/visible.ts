import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, inScope, type Scope } from '../access/index.ts';
import type { ServiceHistoryPorts } from './context.ts';
import type { Composition, Service, ServiceId } from './types.ts';

/** A service, and what it is made of now. */
export interface VisibleService {
  readonly service: Service;
  readonly composition: Composition;
  /** Its devices and those of all services that it relies on. */
  readonly devices: ReadonlySet<DeviceId>;
}

/** The services of which the actor sees every device, by id. `scope` is enough of an actor for who has no other. */
export async function visibleServices(
  ports: ServiceHistoryPorts,
  { scope }: Pick<Actor, 'scope'>,
): Promise<VisibleService[]> {
  const all = await everyService(ports);
  const seen = new Set((await ports.devices.devices(scope)).map(({ id }) => id));
  return all.filter((one) => isSeen(scope, one, seen));
}

/** Whether somebody sees a service; also false where there is none. */
export async function seesService(
  ports: ServiceHistoryPorts,
  { scope }: Pick<Actor, 'scope'>,
  id: ServiceId,
): Promise<boolean> {
  return (await visibleServices(ports, { scope })).some(({ service }) => service.id === id);
}

/** All services with what they are made of, whoever may see them. */
export async function everyService({ services }: Pick<ServiceHistoryPorts, 'services'>): Promise<VisibleService[]> {
  const list = await services.services();
  const newest = new Map<ServiceId, Composition>();
  // A composition of any time counts: the last one of each is that of now.
  for (const one of await services.compositions(Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER)) {
    newest.set(one.service, one);
  }
  return list.map((service) => {
    const composition = newest.get(service.id) ?? {
      service: service.id,
      from: service.countedFrom,
      parts: service.parts,
      devices: service.parts.map(() => []),
    };
    return { service, composition, devices: devicesOf(service.id, newest) };
  });
}

/** Who sees each of its devices sees it; one that has none is for those of its site, and without a site for who sees everything. */
function isSeen(scope: Scope, { service: { site }, devices }: VisibleService, seen: ReadonlySet<DeviceId>): boolean {
  if (site !== null && !inScope(scope, site)) return false;
  if (devices.size === 0 && site === null) return scope.sites === 'all' && scope.selector === undefined;
  return [...devices].every((id) => seen.has(id));
}

function devicesOf(id: ServiceId, newest: ReadonlyMap<ServiceId, Composition>): ReadonlySet<DeviceId> {
  const found = new Set<DeviceId>();
  const visited = new Set<ServiceId>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    const composition = newest.get(next);
    for (const device of composition?.devices.flat() ?? []) found.add(device);
    for (const { of } of composition?.parts ?? []) if (of.kind === 'service') waiting.push(...of.ids);
  }
  return found;
}
