import { criticalities, type Service as ServiceItem, serviceStates } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, PersonId } from '@fettle/shared/ids';
import { type Actor, allow, everywhere, isAllowed } from '../access/index.ts';
import { causesFor } from './causes.ts';
import type { ServicePorts } from './context.ts';
import { type NowView, servicesNow } from './now.ts';
import { everyService, type VisibleService, visibleServices } from './visible.ts';

const worstFirst: readonly ServiceItem['state'][] = ['down', 'degraded', 'unknown', 'window', 'in-order'];

/** The services that the actor sees, worst first, then by criticality and name. @throws FettleError `not_allowed` */
export async function listServices(ports: ServicePorts, actor: Actor): Promise<ServiceItem[]> {
  allow(actor, 'service.read');
  const items = (await viewed(ports, await visibleServices(ports, actor))).map((item) => priced(actor, item));
  return items.toSorted(
    (a, b) =>
      worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) ||
      criticalities.indexOf(a.criticality) - criticalities.indexOf(b.criticality) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
  );
}

/** @throws FettleError `not_found`, `not_allowed` */
export async function getService(
  ports: ServicePorts,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<ServiceItem> {
  allow(actor, 'service.read');
  const found = (await visibleServices(ports, actor)).filter(({ service }) => service.id === id);
  const [item] = await viewed(ports, found);
  if (!item) throw new FettleError('not_found');
  return priced(actor, item);
}

/** What an outage costs is for managers, and for those who set it. */
function priced(actor: Actor, item: ServiceItem): ServiceItem {
  if (isAllowed(actor, 'value.read') || isAllowed(actor, 'service.change')) return item;
  return { ...item, costPerHour: null };
}

async function viewed(ports: ServicePorts, visible: readonly VisibleService[]): Promise<ServiceItem[]> {
  if (visible.length === 0) return [];
  const all = await everyService(ports);
  const now = await servicesNow(ports, all, ports.now);
  const devices = new Map((await ports.devices.devices(everywhere)).map(({ id, name }) => [id, name]));
  const incidents = await openOf(ports);
  const published = new Set(
    (await ports.services.links()).flatMap(({ kind, services }) => (kind === 'status' ? services : [])),
  );
  const names = namesOf(all, now);
  return Promise.all(
    visible.map(async (one): Promise<ServiceItem> => {
      const { service } = one;
      const { state, since, causes, partStates } = now.services.get(service.id) ?? blank;
      return {
        ...service,
        parts: [...service.parts],
        ownerPerson: await personOf(ports, service.owner),
        pointPersonPerson: await personOf(ports, service.pointPerson),
        state,
        since,
        causes: causesFor(causes, { spells: now.spells, devices, services: names }),
        devices: one.devices.size,
        partStates: [...partStates],
        incidents: [...one.devices].reduce((sum, id) => sum + (incidents.get(id) ?? 0), 0),
        published: published.has(service.id),
      };
    }),
  );
}

const blank = { state: 'unknown', since: null, causes: [], partStates: [] } as const satisfies Partial<ServiceItem>;

/** Names of services with the time since when they are what they are. */
export const namesOf = (all: readonly VisibleService[], { services }: NowView) =>
  new Map(
    all.map(({ service: { id, name, countedFrom } }) => [id, { name, since: services.get(id)?.since ?? countedFrom }]),
  );

async function openOf({ incidents }: ServicePorts): Promise<Map<DeviceId, number>> {
  const counted = new Map<DeviceId, number>();
  for (const { device } of await incidents.open(everywhere)) counted.set(device, (counted.get(device) ?? 0) + 1);
  return counted;
}

async function personOf({ access }: ServicePorts, id: string | null): Promise<{ id: string; name: string } | null> {
  if (id === null) return null;
  return { id, name: (await access.person(id as PersonId))?.name ?? 'somebody who left' };
}

/** Every state, so that nobody asks for one that is not there. */
export const noTotals = (): Record<string, number> => Object.fromEntries(serviceStates.map((state) => [state, 0]));
