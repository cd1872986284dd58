import type { PublicStatus } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { ServicePorts } from './context.ts';
import { dayOf, daysOf } from './days.ts';
import { serviceHistories } from './history.ts';
import { isToken, tokenHash } from './links.ts';
import { servicesNow } from './now.ts';
import { type PlannedWork, plannedWork } from './planned.ts';
import type { PublicLink } from './store.ts';
import { everyService, type VisibleService, visibleServices } from './visible.ts';

const dayMs = 86_400_000;
const shownDays = 90;
const aheadMs = 14 * dayMs;
/** That somebody looked is remembered so often. */
const usedMs = 60_000;

/** What the users of services may know. @throws FettleError `not_found` for a token of no status page */
export async function publicStatus(ports: ServicePorts, token: string): Promise<PublicStatus> {
  const link = await linkOf(ports, token, 'status');
  return kept(ports, link, () => statusOf(ports, link));
}

/** The link is asked for each time: what was taken back is gone at once. */
const kept = <Value>({ brief, now }: ServicePorts, { id }: PublicLink, make: () => Promise<Value>): Promise<Value> =>
  brief ? brief.of(id, now, make) : make();

async function statusOf(ports: ServicePorts, link: PublicLink): Promise<PublicStatus> {
  const { now } = ports;
  const shown = await shownBy(ports, link);
  const from = dayOf(now) - (shownDays - 1) * dayMs;
  const ids = shown.map(({ service }) => service.id);
  const histories = await serviceHistories(ports, ids, from, now);
  const live = await servicesNow(ports, await everyService(ports), now);
  const devices = devicesOf(shown);
  const planned = await plannedWork(ports, {
    scope: link.scope,
    site: link.site,
    devices,
    from: now,
    to: now + aheadMs,
  });
  return {
    name: link.name,
    madeAt: now,
    services: shown.map(({ service: { id, name, description } }) => ({
      name,
      description,
      state: live.services.get(id)?.state ?? 'unknown',
      since: live.services.get(id)?.since ?? null,
      days: daysOf(histories.get(id) ?? [], from, now),
    })),
    planned: planned.map((one) => ({ name: one.name, from: one.from, to: one.to })),
  };
}

const behindMs = 30 * dayMs;
const calendarMs = 400 * dayMs;

export interface PublicCalendar {
  readonly name: string;
  readonly work: readonly PlannedWork[];
}

/** Windows with their repetitions written out, and planned changes. @throws FettleError `not_found` for a token of no calendar */
export async function publicCalendar(ports: ServicePorts, token: string): Promise<PublicCalendar> {
  const link = await linkOf(ports, token, 'calendar');
  return kept(ports, link, () => calendarOf(ports, link));
}

async function calendarOf(ports: ServicePorts, link: PublicLink): Promise<PublicCalendar> {
  const { now } = ports;
  const devices = link.services.length === 0 ? null : devicesOf(await shownBy(ports, link));
  const span = { from: now - behindMs, to: now + calendarMs };
  return { name: link.name, work: await plannedWork(ports, { scope: link.scope, site: link.site, devices, ...span }) };
}

async function linkOf({ services, now }: ServicePorts, token: string, kind: PublicLink['kind']): Promise<PublicLink> {
  const link = isToken(token) ? await services.linkByHash(tokenHash(token)) : null;
  if (link?.kind !== kind) throw new FettleError('not_found', 'There is nothing at this address.');
  if (now - (link.lastUsedAt ?? 0) >= usedMs) await services.linkUsed(link.id, now);
  return link;
}

/** Its services that whoever made it would still see, in the order in which they were named. */
async function shownBy(ports: ServicePorts, { services, scope }: PublicLink): Promise<VisibleService[]> {
  const visible = new Map((await visibleServices(ports, { scope })).map((one) => [one.service.id, one]));
  return services.flatMap((id) => visible.get(id) ?? []);
}

const devicesOf = (shown: readonly VisibleService[]): ReadonlySet<DeviceId> =>
  new Set(shown.flatMap(({ devices }) => [...devices]));
