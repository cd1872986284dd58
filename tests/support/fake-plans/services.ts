/** Invented services of a busy afternoon, what is promised of them and how it stands, for rendering tests. */
import type { Calendar, Level, Objective } from '@fettle/shared/api/levels';
import type { History, PublicLink, Service, ServiceMap, ServiceState, Stretch } from '@fettle/shared/api/services';
import { deviceId, incidentId } from '../fake-incidents.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const ida = { id: 'p1', name: 'Ida Lund' };
const joao = { id: 'p3', name: 'João Reis' };

type Sketch = Partial<Service> & Pick<Service, 'id' | 'name' | 'state'>;

const part = (name: string, selector: string): Service['parts'][number] => ({
  name,
  of: { kind: 'devices', selector, counts: 'critical' },
  need: { kind: 'all' },
  impact: 'down',
});

function sketched(now: number, { state, ...some }: Sketch): Service {
  return {
    description: 'What it is for, in a sentence.',
    owner: 'p1',
    pointPerson: null,
    ownerPerson: ida,
    pointPersonPerson: null,
    criticality: 'important',
    calendar: null,
    costPerHour: null,
    site: null,
    parts: [part('servers', 'role=web')],
    state,
    since: now - 3 * day,
    causes: [],
    devices: 3,
    partStates: [{ name: 'servers', members: 3, out: 0, met: true }],
    incidents: 0,
    countedFrom: now - 200 * day,
    published: false,
    version: 1,
    ...some,
  };
}

export function servicesAt(now: number): Map<string, Service> {
  const down: Service['causes'] = [
    { kind: 'away', id: deviceId(7), device: deviceId(7), words: 'gdn-db-07 does not speak', since: now - 15 * minute },
    {
      kind: 'incident',
      id: incidentId(1),
      device: deviceId(1),
      words: '/var is 91.4 % full on ber-web-02',
      since: now - 4 * hour,
    },
  ];
  const all: Service[] = [
    sketched(now, {
      id: 'order-intake',
      name: 'Order intake',
      state: 'down',
      since: now - 15 * minute,
      causes: down,
      criticality: 'vital',
      calendar: 'office',
      costPerHour: 420_000,
      description: 'Orders of customers come in here, by the shop and by telephone.',
      pointPerson: 'p3',
      pointPersonPerson: joao,
      incidents: 2,
      devices: 6,
      published: true,
      parts: [
        part('databases', 'role=db'),
        {
          name: 'front',
          of: { kind: 'devices', selector: 'role=web', counts: 'any' },
          need: { kind: 'at-least', count: 2 },
          impact: 'down',
        },
        { name: 'mail', of: { kind: 'service', ids: ['mail'] }, need: { kind: 'all' }, impact: 'degraded' },
      ],
      partStates: [
        { name: 'databases', members: 2, out: 1, met: false },
        { name: 'front', members: 3, out: 1, met: true },
        { name: 'mail', members: 1, out: 0, met: true },
      ],
    }),
    sketched(now, {
      id: 'web-shop',
      name: 'Web shop',
      state: 'degraded',
      since: now - 4 * hour,
      causes: [
        { kind: 'service', id: 'order-intake', device: null, words: 'Order intake is down', since: now - 15 * minute },
      ],
      criticality: 'vital',
    }),
    sketched(now, { id: 'warehouse', name: 'Warehouse scanning', state: 'window', owner: null, ownerPerson: null }),
    sketched(now, { id: 'mail', name: 'Mail', state: 'in-order', ownerPerson: joao, owner: 'p3' }),
    sketched(now, { id: 'remote-desktops', name: 'Remote desktops', state: 'in-order', criticality: 'ordinary' }),
  ];
  return new Map(all.map((one) => [one.id, one]));
}

export function mapOf(services: ReadonlyMap<string, Service>): ServiceMap {
  const nodes: ServiceMap['nodes'] = [...services.values()].map(({ id, name, state, criticality }) => ({
    id: `service:${id}`,
    kind: 'service',
    name,
    state,
    criticality,
  }));
  const device = (n: number, name: string, state = 'online') =>
    nodes.push({ id: `device:${deviceId(n)}`, kind: 'device', name, state, criticality: null });
  device(7, 'gdn-db-07', 'offline');
  device(1, 'ber-web-02');
  for (let n = 20; n < 30; n++) device(n, `ber-web-${n}`);
  const edge = (from: string, to: string, name: string) => ({ from: `service:${from}`, to, part: name });
  return {
    nodes,
    edges: [
      edge('web-shop', 'service:order-intake', 'orders'),
      edge('order-intake', 'service:mail', 'mail'),
      edge('order-intake', `device:${deviceId(7)}`, 'databases'),
      edge('order-intake', `device:${deviceId(1)}`, 'front'),
      ...Array.from({ length: 10 }, (_, n) => edge('web-shop', `device:${deviceId(20 + n)}`, 'servers')),
    ],
  };
}

/** A history with an outage every eleventh day, windows on Wednesdays, and what is so now at its end. */
export function historyOf({ id, state, since, causes, countedFrom }: Service, from: number, to: number): History {
  const items: Stretch[] = [];
  const put = (start: number, end: number, as: ServiceState, why: Stretch['causes'] = []) => {
    const [a, b] = [Math.max(start, from, countedFrom), Math.min(end, to)];
    if (b > a) items.push({ from: a, to: b, state: as, causes: why });
  };
  const first = Math.floor(Math.max(from, countedFrom) / day) * day;
  const ends = state === 'in-order' ? to : (since ?? to);
  let at = first;
  for (let n = 0; at < ends; n++, at += day) {
    const bad: ServiceState = n % 33 === 0 ? 'down' : n % 11 === 0 ? 'degraded' : n % 7 === 3 ? 'window' : 'in-order';
    const lasts = bad === 'in-order' ? 0 : (7 + (n % 50)) * minute + 13_000;
    const split = Math.min(ends, at + 9 * hour);
    put(at, split, 'in-order');
    put(split, Math.min(ends, split + lasts), bad, bad === 'window' ? [] : causes.slice(0, 1));
    put(Math.min(ends, split + lasts), Math.min(ends, at + day), 'in-order');
  }
  if (state !== 'in-order') put(ends, to, state, causes);
  const totals: Record<string, number> = {};
  for (const one of items) totals[one.state] = (totals[one.state] ?? 0) + one.to - one.from;
  return { service: id, items, totals };
}

export const calendarsAt = (): Map<string, Calendar> =>
  new Map([
    [
      'office',
      {
        id: 'office',
        name: 'Office hours, Berlin',
        zone: 'Europe/Berlin',
        hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
        holidays: [{ day: '2026-12-25', name: 'Christmas' }],
        version: 1,
      },
    ],
  ]);

const promise = (
  id: string,
  service: string,
  name: string,
  targetPpm: number,
  some: Partial<Objective> = {},
): Objective => ({
  id,
  service,
  name,
  kind: 'availability',
  targetPpm,
  calendar: null,
  zone: 'Europe/Berlin',
  period: 'month',
  windows: 'leave-out',
  degraded: 'up',
  withinMs: null,
  burnRules: true,
  version: 1,
  ...some,
});
export const objectivesAt = (): Map<string, Objective> =>
  new Map(
    [
      promise('orders-there', 'order-intake', 'Orders can be placed', 999_000, { calendar: 'office' }),
      promise('shop-there', 'web-shop', 'The shop is open', 999_000),
      promise('mail-there', 'mail', 'Mail goes out', 995_000),
      promise('orders-taken', 'order-intake', 'Troubles are taken up', 950_000, {
        kind: 'acknowledge',
        withinMs: 15 * minute,
      }),
    ].map((one) => [one.id, one]),
  );

/** How each stands over the month that lasts and so many before it. */
export function levelsOf(
  objectives: ReadonlyMap<string, Objective>,
  services: ReadonlyMap<string, Service>,
  now: number,
  periods: number,
): Level[] {
  const spentOf: Readonly<Record<string, number>> = {
    'orders-there': 1.3,
    'shop-there': 0.88,
    'mail-there': 0.12,
    'orders-taken': 0.4,
  };
  return [...objectives.values()].flatMap(({ id, service, name, kind, targetPpm }) =>
    Array.from({ length: periods }, (_, back): Level => {
      const from = now - (back + 1) * 30 * day + 10 * day;
      const to = from + 30 * day;
      const ofTime = kind === 'availability';
      const measured = ofTime ? 30 * day : 40;
      const budget = ofTime ? Math.floor((measured * (1_000_000 - targetPpm)) / 1_000_000) : 2;
      const share = (spentOf[id] ?? 0.2) * (back === 0 ? 1 : 0.3 + ((back * 7) % 5) / 6);
      const bad = Math.round(budget * share);
      const hurts = back === 0 && share > 0.8;
      return {
        objective: id,
        service,
        serviceName: services.get(service)?.name ?? service,
        name,
        kind,
        targetPpm,
        from,
        to,
        countedTo: Math.min(to, now),
        measured,
        bad,
        budget,
        valuePpm: Math.floor(1_000_000 - (bad * 1_000_000) / measured),
        state: share > 1 ? 'missed' : share > 0.8 ? 'close' : 'kept',
        burn: {
          hour: hurts ? 14.5 : 0,
          sixHours: hurts ? 6.2 : 0.4,
          day: hurts ? 2.1 : 0.4,
          threeDays: hurts ? 1.2 : 0.4,
        },
        goneAt: share > 0.8 && share < 1 ? now + 2 * day : null,
        spent: ofTime
          ? [
              {
                from: now - 9 * day,
                to: now - 9 * day + bad,
                ms: bad,
                incidents: [incidentId(1)],
                devices: [deviceId(7)],
                words: 'gdn-db-07 did not speak',
              },
            ]
          : [],
        cost: id === 'orders-there' ? 98_000 : null,
      };
    }),
  );
}

export const linksAt = (now: number): Map<string, PublicLink> =>
  new Map([
    [
      'l1',
      {
        id: 'l1',
        kind: 'status',
        name: 'Sales',
        services: ['order-intake', 'mail'],
        site: null,
        createdAt: now - 40 * day,
        lastUsedAt: now - 12 * minute,
        version: 1,
      },
    ],
    [
      'l2',
      {
        id: 'l2',
        kind: 'calendar',
        name: 'Everybody',
        services: [],
        site: null,
        createdAt: now - 3 * day,
        lastUsedAt: null,
        version: 1,
      },
    ],
  ]);
