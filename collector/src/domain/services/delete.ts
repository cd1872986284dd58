import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, everywhere } from '../access/index.ts';
import type { ServicePorts } from './context.ts';
import { siteOf, sitesOf } from './site-of.ts';
import { everyService, visibleServices } from './visible.ts';

/**
 * Takes a service away with all its history. @throws FettleError `not_allowed`, `not_found`, `service_in_use`, `changed_meanwhile`
 */
export async function deleteService(
  ports: ServicePorts,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'service.change');
  const visible = await visibleServices(ports, actor);
  const found = visible.find(({ service }) => service.id === id);
  if (!found) throw new FettleError('not_found');
  const user = (await everyService(ports)).find(({ service: { parts } }) =>
    parts.some(({ of }) => of.kind === 'service' && of.ids.includes(id)),
  );
  if (user) {
    const isSeen = visible.some(({ service }) => service.id === user.service.id);
    const name = isSeen ? user.service.name : 'A service that you do not see';
    throw new FettleError('service_in_use', `${name} relies on it. Take it out of that one first.`);
  }
  const site = siteOf(found, sitesOf(await ports.devices.devices(everywhere)));
  const { now } = ports;
  const answer = await ports.services.remove(id, version, {
    events: [{ time: now, kind: 'service.deleted', device: null, site, detail: { service: id } }],
    audit: [audited(actor, now, 'services.delete', `service:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}
