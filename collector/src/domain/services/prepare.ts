import type { ServiceBody } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, PersonId } from '@fettle/shared/ids';
import { type Actor, allowSite, audited, everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { AuditEntry, NewEvent } from '../events/index.ts';
import { cycleIn, unknownIn, wrongInService } from './check.ts';
import type { ServicePorts } from './context.ts';
import { membersOf } from './members.ts';
import { siteOf, sitesOf } from './site-of.ts';
import type { Composition, Service, ServiceId } from './types.ts';
import { everyService, type VisibleService, visibleServices } from './visible.ts';

export type PutPorts = Pick<ServicePorts, 'services' | 'devices' | 'access' | 'now'>;

export interface ServiceInput extends ServiceBody {
  readonly id: string;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/** A service that may be written, with what is told of it. */
export interface Prepared {
  readonly service: Service;
  /** From now on; null: it is made of the same. */
  readonly composition: Composition | null;
  readonly event: NewEvent;
  readonly audit: AuditEntry;
}

/** What several are held against. */
interface Around {
  readonly devices: readonly Device[];
  /** Those that the actor sees. */
  readonly seen: ReadonlySet<DeviceId>;
  readonly visible: ReadonlyMap<ServiceId, VisibleService>;
  /** Parts of all services as they are to be. */
  readonly parts: ReadonlyMap<ServiceId, ServiceBody['parts']>;
}

/** Tries services that are to be written together. @throws FettleError as `putService` */
export async function prepare(ports: PutPorts, actor: Actor, inputs: readonly ServiceInput[]): Promise<Prepared[]> {
  const all = await everyService(ports);
  const seen = new Set((await ports.devices.devices(actor.scope)).map(({ id }) => id));
  const visible = new Map((await visibleServices(ports, actor)).map((one) => [one.service.id, one]));
  const parts = new Map(all.map(({ service }) => [service.id, service.parts]));
  for (const { id, parts: wanted } of inputs) parts.set(id, wanted);
  const around = { devices: await ports.devices.devices(everywhere), seen, visible, parts };
  const named = new Set([...visible.keys(), ...inputs.map(({ id }) => id)]);
  const prepared: Prepared[] = [];
  for (const input of inputs) {
    check(actor, around, named, input);
    await checkPeople(ports, input);
    prepared.push(compose(actor, around, input, ports.now));
  }
  return prepared;
}

function check(
  actor: Actor,
  { seen, visible, parts }: Around,
  named: ReadonlySet<ServiceId>,
  { id, version, ...body }: ServiceInput,
): void {
  const wrong = wrongInService(id, body);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  if (!visible.has(id) && version > 0) throw new FettleError('not_found');
  const unknown = unknownIn(body.parts, seen, named);
  if (unknown.length > 0) {
    throw new FettleError('input_invalid', `There is no device or service ${unknown[0]}, or it is none of yours.`);
  }
  const way = cycleIn(id, body.parts, parts);
  if (way) {
    throw new FettleError('service_cycle', `${way.join(' relies on ')}: take one of them out.`, { path: way });
  }
  if (body.site !== null) allowSite(actor, body.site);
}

async function checkPeople({ access }: PutPorts, { owner, pointPerson }: ServiceBody): Promise<void> {
  for (const id of [owner, pointPerson]) {
    if (id !== null && !(await access.person(id as PersonId))) {
      throw new FettleError('input_invalid', `There is nobody with the id ${id}. Choose another person, or nobody.`);
    }
  }
}

function compose(
  actor: Actor,
  { devices: all, seen, visible }: Around,
  { id, version, ...body }: ServiceInput,
  now: number,
): Prepared {
  const devices = membersOf(body, all);
  if (devices.flat().some((device) => !seen.has(device))) {
    throw new FettleError(
      'not_allowed',
      'It would be made of devices that are none of yours, too. Give it a site, or name the site in its selectors.',
    );
  }
  const before = visible.get(id);
  const last = before?.composition;
  const parts = [...body.parts];
  const stays = last && JSON.stringify([last.parts, last.devices]) === JSON.stringify([parts, devices]);
  const service: Service = { id, ...body, countedFrom: before?.service.countedFrom ?? now, version: version + 1 };
  const site = siteOf({ service, devices: new Set(devices.flat()) }, sitesOf(all));
  return {
    service,
    composition: stays ? null : { service: id, from: Math.max(now, last?.from ?? 0), parts, devices },
    event: { time: now, kind: 'service.changed', device: null, site, detail: { service: id } },
    audit: audited(actor, now, 'services.put', `service:${id}`, { ...body }),
  };
}
