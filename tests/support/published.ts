/** A collector with services, 70 days of what was out of them, and a status page and a calendar of them. */
import { systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { createLink, hearSpells, putService, type Spell, tendServices } from '@fettle/collector/domain/services/index';
import { agentActor, personActor } from '@fettle/collector/domain/access/index';
import type { ServiceBody } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import { putWindow } from '@fettle/collector/domain/windows/index';
import { testApp, type TestApp } from './app.ts';

const day = 86_400_000;
const hour = 3_600_000;
const system = systemActor('test');

export interface Published extends AsyncDisposable {
  readonly app: TestApp;
  readonly status: string;
  readonly calendar: string;
  readonly hosts: readonly string[];
}

export async function published(options: Parameters<typeof testApp>[0] = {}): Promise<Published> {
  const app = await testApp({ jobs: 'driven', requestsPerMinute: 100_000, ...options });
  const end = app.clock.now();
  const hosts = ['secret-mail-1', 'secret-mail-2', 'secret-shop', 'secret-files'];
  app.clock.time = end - 70 * day;
  const devices = [
    ...(await enrolled(app, 'berlin', hosts.slice(0, 3))),
    ...(await enrolled(app, 'porto', hosts.slice(3))),
  ];
  const [mail1, mail2, shop, files] = devices as [DeviceId, DeviceId, DeviceId, DeviceId];
  const of = (ids: string[], need: 'all' | 'any' = 'all'): ServiceBody['parts'] => [
    { name: 'servers', of: { kind: 'device', ids, counts: 'away' }, need: { kind: need }, impact: 'down' },
  ];
  const ports = () => ({ ...app.stores, now: app.clock.now() });
  const put = (id: string, name: string, parts: ServiceBody['parts'], description = '') =>
    putService(ports(), system, { ...blank, id, name, description, parts, version: 0 });
  await put('mail', 'Mail & calendar', of([mail1, mail2], 'any'), 'Mail, calendar and address books of all sites.');
  await put('shop', 'Web shop', of([shop]), 'shop.example: baskets, payment, "orders" <b>and</b> returns.');
  await put('files', 'Files', of([files]));
  await put('print', 'Printing', [
    { name: 'files', of: { kind: 'service', ids: ['mail'] }, need: { kind: 'all' }, impact: 'degraded' },
  ]);
  const window = { selector: '', reason: '', enabled: true, version: 0 } as const;
  await putWindow({ store: app.stores.windows, devices: app.stores.devices, now: app.clock.now() }, system, {
    ...window,
    id: 'patching',
    name: 'Patching of all servers',
    when: { zone: 'Europe/Berlin', start: '2025-06-12T20:00', lastsMs: 4 * hour, repeat: { every: 'week', days: [7] } },
  });
  await putWindow({ store: app.stores.windows, devices: app.stores.devices, now: app.clock.now() }, system, {
    ...window,
    id: 'move',
    selector: 'site=porto',
    name: `Moving ${hosts[3]} to another rack`,
    when: {
      zone: 'UTC',
      start: new Date(end - hour).toISOString().slice(0, 16),
      lastsMs: 6 * hour,
      repeat: { every: 'once' },
    },
  });
  await hear(app);
  await keep(app, [
    away(mail1, end - 50 * day, 3 * hour),
    away(mail1, end - 31 * day - 5 * hour, 2 * hour),
    away(mail2, end - 31 * day - 4 * hour, hour),
    away(shop, end - 20 * day, 26 * hour),
    away(shop, end - 6 * day, 95_000),
    away(files, end - 12 * day, 30 * 60_000),
    away(mail1, end - 40 * 60_000, null),
    away(shop, end - 2 * hour - 17 * 60_000, null),
    away(files, end - 30 * 60_000, null),
  ]);
  app.clock.time = end;
  await hear(app);
  const manager = personActor({ id: 'pmanager' as never, role: 'manager', sites: 'all' });
  const services = ['mail', 'shop', 'files', 'print'];
  const link = { site: null, name: 'Services of Example & Co.' };
  const status = await createLink(ports(), manager, { ...link, kind: 'status', services });
  const calendar = await createLink(ports(), manager, { ...link, kind: 'calendar', services: [] });
  return {
    app,
    status: status.address,
    calendar: calendar.address,
    hosts,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

const blank = {
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: null,
  site: null,
} as const;

function away(device: DeviceId, from: number, lasts: number | null): Spell {
  const none = { incident: null, rule: null, instance: null, severity: null, words: 'It does not speak.' };
  return {
    id: `a:${device}:${from}`,
    kind: 'away',
    device,
    site: 'berlin',
    ...none,
    from,
    to: lasts === null ? null : from + lasts,
  };
}

/** What the job of services does. */
async function hear({ stores, clock }: TestApp): Promise<void> {
  const ports = { ...stores, now: clock.now() };
  while ((await hearSpells(ports)).events > 0);
  await tendServices(ports);
}

/** As if they had been heard. */
async function keep({ stores: { services } }: TestApp, spells: readonly Spell[]): Promise<void> {
  const cursor = await services.cursor();
  const answer = await services.hear(spells, cursor, cursor ?? 0);
  if (answer !== 'moved') throw new Error(answer);
}

async function enrolled(
  { stores: { devices: store }, clock }: TestApp,
  site: string,
  hosts: readonly string[],
): Promise<DeviceId[]> {
  const now = clock.now();
  const key = `${site.charAt(0).repeat(43)}=`;
  const token = { key, envelope: '{}', site, labels: {}, uses: 100, notBefore: now, notAfter: now + day };
  await publishToken({ store, now }, system, token);
  const ids: DeviceId[] = [];
  for (const [i, host] of hosts.entries()) {
    const letter = (site === 'berlin' ? 'abcd' : 'efgh').charAt(i);
    const id = `d${letter.repeat(26)}` as DeviceId;
    const record = { id, host, publicKey: `${letter.repeat(43)}=`, sealingKey: `${letter.repeat(43)}=` };
    await enrolDevice({ store, now }, agentActor(id), { record, tokenKey: key, agentVersion: '0.1.0' });
    ids.push(id);
  }
  return ids;
}
