import type { ServiceMap } from '@fettle/shared/api/services';
import { type Actor, allow, everywhere } from '../access/index.ts';
import type { ServicePorts } from './context.ts';
import { servicesNow } from './now.ts';
import { everyService, visibleServices } from './visible.ts';

/** What depends on what, of the services that the actor sees; of a device its own state. @throws FettleError `not_allowed` */
export async function mapServices(ports: ServicePorts, actor: Actor): Promise<ServiceMap> {
  allow(actor, 'service.read');
  const visible = await visibleServices(ports, actor);
  const now = await servicesNow(ports, await everyService(ports), ports.now);
  const devices = new Map((await ports.devices.devices(everywhere)).map((device) => [device.id, device]));
  const nodes: ServiceMap['nodes'] = visible.map(({ service: { id, name, criticality } }) => {
    return { id: `service:${id}`, kind: 'service', name, state: now.services.get(id)?.state ?? 'unknown', criticality };
  });
  const edges: ServiceMap['edges'] = [];
  const shown = new Set(nodes.map(({ id }) => id));
  const used = new Set<string>();
  for (const { service, composition } of visible) {
    for (const [i, part] of composition.parts.entries()) {
      const of = part.of.kind === 'service' ? part.of.ids.map((id) => `service:${id}`) : null;
      const ends = of ?? (composition.devices[i] ?? []).map((id) => `device:${id}`);
      for (const to of of ? ends.filter((id) => shown.has(id)) : ends) {
        edges.push({ from: `service:${service.id}`, to, part: part.name });
        used.add(to);
      }
    }
  }
  for (const device of devices.values()) {
    const { id, name, state } = device;
    if (used.has(`device:${id}`)) nodes.push({ id: `device:${id}`, kind: 'device', name, state, criticality: null });
  }
  return { nodes, edges };
}
