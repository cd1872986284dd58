import type { ServiceBody } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow, allowSite, audited, everywhere } from '../access/index.ts';
import { cycleIn, unknownIn, wrongInService } from './check.ts';
import type { ServicePorts } from './context.ts';
import { membersOf } from './members.ts';
import { nameFor, siteOf, sitesOf } from './site-of.ts';
import type { Composition, Service, ServiceId } from './types.ts';
import { everyService, type VisibleService, visibleServices } from './visible.ts';

export interface ServiceInput extends ServiceBody {
  readonly id: string;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Makes a service, or changes it; what it is made of counts from now on, and its history stays.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `service_cycle`, `changed_meanwhile`
 */
export async function putService(ports: ServicePorts, actor: Actor, input: ServiceInput): Promise<Service> {
  allow(actor, 'service.change');
  const { id, version, ...body } = input;
  const wrong = wrongInService(id, body);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const seen = await visibleServices(ports, actor);
  const before = seen.find(({ service }) => service.id === id);
  if (!before && version > 0) throw new FettleError('not_found');
  await checkParts(ports, actor, { id, body, seen });
  await checkPeople(ports, body);
  const { composition, named } = await composed(ports, actor, { id, body, before });
  const countedFrom = before?.service.countedFrom ?? ports.now;
  const service: Service = { id, ...body, countedFrom, version: version + 1 };
  const { now } = ports;
  const answer = await ports.services.put(service, composition, {
    events: [
      {
        time: now,
        kind: 'service.changed',
        device: null,
        site: named,
        detail: { service: id, ...nameFor(service, named) },
      },
    ],
    audit: [audited(actor, now, 'services.put', `service:${id}`, { ...body })],
  });
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a service ${id} already. Choose another id.` : undefined);
  }
  return service;
}

interface Putting {
  readonly id: ServiceId;
  readonly body: ServiceBody;
}

async function checkParts(
  ports: ServicePorts,
  { scope }: Actor,
  { id, body, seen }: Putting & { readonly seen: readonly VisibleService[] },
): Promise<void> {
  const devices = new Set((await ports.devices.devices(scope)).map((device) => device.id));
  const unknown = unknownIn(body.parts, devices, new Set([id, ...seen.map(({ service }) => service.id)]));
  if (unknown.length > 0) {
    throw new FettleError('input_invalid', `There is no device or service ${unknown[0]}, or it is none of yours.`);
  }
  const others = new Map((await everyService(ports)).map(({ service }) => [service.id, service.parts]));
  const way = cycleIn(id, body.parts, others);
  if (way) {
    throw new FettleError('service_cycle', `${way.join(' relies on ')}: take one of them out.`, { path: way });
  }
}

async function checkPeople({ access }: ServicePorts, { owner, pointPerson }: ServiceBody): Promise<void> {
  for (const id of [owner, pointPerson]) {
    if (id !== null && !(await access.person(id as PersonId))) {
      throw new FettleError('input_invalid', `There is nobody with the id ${id}. Choose another person, or nobody.`);
    }
  }
}

/** What it is made of from now on, null where that stays as it is; and the site that its events are for. */
async function composed(
  ports: ServicePorts,
  actor: Actor,
  { id, body, before }: Putting & { readonly before: VisibleService | undefined },
): Promise<{ readonly composition: Composition | null; readonly named: string | null }> {
  if (body.site !== null) allowSite(actor, body.site);
  const all = await ports.devices.devices(everywhere);
  const devices = membersOf(body, all);
  const seen = new Set((await ports.devices.devices(actor.scope)).map((device) => device.id));
  if (devices.flat().some((device) => !seen.has(device))) {
    throw new FettleError(
      'not_allowed',
      'It would be made of devices that are none of yours, too. Give it a site, or name the site in its selectors.',
    );
  }
  const last = before?.composition;
  const parts = [...body.parts];
  const stays = last && JSON.stringify([last.parts, last.devices]) === JSON.stringify([parts, devices]);
  const composition = { service: id, from: Math.max(ports.now, last?.from ?? 0), parts, devices };
  const named = siteOf(
    { service: { ...body, id, countedFrom: 0, version: 0 }, devices: new Set(devices.flat()) },
    sitesOf(all),
  );
  return { composition: stays ? null : composition, named };
}
