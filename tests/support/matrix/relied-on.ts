// A service that is made of one device alone, with something of it out, and a page that shows it.
import type { PublicLink, Service } from '@fettle/collector/domain/services/index';
import type { Stores } from '@fettle/collector/store/stores';
import type { DeviceId } from '@fettle/shared/ids';

const nothing = { events: [], audit: [] };

/** Gives its id. It was changed twice, so that nobody who asks takes it away for those who ask later. */
export async function reliedOn(
  { services }: Stores,
  device: DeviceId,
  host: string,
  site: string,
  now: number,
): Promise<string> {
  const id = `service-of-${device.slice(0, 20)}`;
  const of = { kind: 'device' as const, ids: [device], counts: 'any' as const };
  const parts: Service['parts'] = [{ name: `part-of-${host}`, of, need: { kind: 'all' }, impact: 'down' }];
  const body = {
    name: `service-of-${host}`,
    description: host,
    owner: null,
    pointPerson: null,
    criticality: 'vital',
  } as const;
  const rest = { calendar: null, costPerHour: null, site: null, parts, countedFrom: now - 1_000 };
  for (const version of [1, 2, 3]) {
    const composition = version === 1 ? { service: id, from: now - 1_000, parts, devices: [[device]] } : null;
    await services.put({ id, ...body, ...rest, version }, composition, nothing);
  }
  const cursor = await services.cursor();
  const none = { incident: null, rule: null, instance: null, severity: null };
  const spell = {
    id: `a:${device}:${now - 500}`,
    kind: 'away',
    device,
    site,
    ...none,
    words: host,
    from: now - 500,
    to: null,
  } as const;
  const heard = await services.hear([spell], cursor, cursor ?? 0);
  if (heard !== 'moved') throw new Error(heard);
  const scope = { sites: 'all' } as const;
  const link = {
    id: `l${id}`,
    kind: 'status' as const,
    name: `page-of-${host}`,
    services: [id],
    site: null,
    hash: id,
  } satisfies Partial<PublicLink>;
  await services.addLink({ ...link, createdAt: now, lastUsedAt: null, version: 1, scope }, nothing);
  return id;
}
