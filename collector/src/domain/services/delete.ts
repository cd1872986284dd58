import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, everywhere } from '../access/index.ts';
import type { ServicePorts } from './context.ts';
import { nameFor, siteOf, sitesOf } from './site-of.ts';
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
  const found = (await visibleServices(ports, actor)).find(({ service }) => service.id === id);
  if (!found) throw new FettleError('not_found');
  const user = (await everyService(ports)).find(({ service: { parts } }) =>
    parts.some(({ of }) => of.kind === 'service' && of.ids.includes(id)),
  );
  if (user)
    throw new FettleError('service_in_use', `${user.service.name} relies on it. Take it out of that one first.`);
  const site = siteOf(found, sitesOf(await ports.devices.devices(everywhere)));
  const { now } = ports;
  const detail = { service: id, ...nameFor(found.service, site) };
  const answer = await ports.services.remove(id, version, {
    events: [{ time: now, kind: 'service.deleted', device: null, site, detail }],
    audit: [audited(actor, now, 'services.delete', `service:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}
