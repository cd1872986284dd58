/** Invented people on call, routes, channels and deliveries, for rendering tests. */
import type { Channel, Delivery, Roster, Route, Turn } from '@fettle/shared/api/notices';
import type { Person, Team } from '@fettle/shared/api/people';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const names = ['Ida Lund', 'Tomasz Zych', 'João Reis', 'Anke Brandt'];
export const people: Person[] = names.map((name, n) => ({
  id: `p${n + 1}`,
  name,
  role: n === 0 ? 'admin' : 'technician',
  sites: 'all',
  selector: '',
  zone: 'Europe/Berlin',
  contacts: [{ kind: 'email', address: `${name.split(' ')[0]?.toLowerCase()}@example.com` }],
  teams: n < 2 ? ['operations'] : [],
  state: 'active',
  lastSeenAt: null,
  createdAt: 0,
  version: 1,
}));
export const teams: Team[] = [{ id: 'operations', name: 'Operations', members: ['p1', 'p2'], version: 1 }];

export const personOf = (id: string) => ({ id, name: people.find((one) => one.id === id)?.name ?? id });

export function turnsOf({ people: turning, overrides, start }: Roster, from: number, to: number): Turn[] {
  const first = Date.parse(`${start}Z`);
  const turns: Turn[] = [];
  for (let n = Math.floor((from - first) / (7 * day)); first + n * 7 * day < to; n++) {
    const id = turning[((n % turning.length) + turning.length) % turning.length] ?? 'p1';
    turns.push({ person: personOf(id), from: first + n * 7 * day, to: first + (n + 1) * 7 * day, override: null });
  }
  for (const { id, person, from: begins, to: ends } of overrides) {
    const cut = turns.splice(0).flatMap((turn): Turn[] => {
      if (turn.to <= begins || turn.from >= ends) return [turn];
      const before = turn.from < begins ? [{ ...turn, to: begins }] : [];
      const after = turn.to > ends ? [{ ...turn, from: ends }] : [];
      return [...before, ...after];
    });
    turns.push(...cut, { person: personOf(person), from: begins, to: ends, override: id });
    turns.sort((a, b) => a.from - b.from);
  }
  return turns.filter((turn) => turn.to > from && turn.from < to);
}

export function withStanding(roster: Roster, now: number): Roster {
  const turns = turnsOf(roster, now - day, now + 30 * day);
  const current = turns.find((turn) => turn.from <= now && turn.to > now);
  const next = turns.find((turn) => turn.from > now && turn.person.id !== current?.person.id);
  return {
    ...roster,
    now: current ? { person: current.person, until: current.to } : null,
    next: next ? { person: next.person, from: next.from } : null,
  };
}

export function rostersAt(now: number): Map<string, Roster> {
  const swap = { id: 'o1', person: 'p3', from: now + 3 * day, to: now + 4 * day, reason: 'Wedding' };
  const usual = { turn: { every: 'week', count: 1 }, now: null, next: null, version: 1 } as const;
  const rosters: Roster[] = [
    {
      ...usual,
      id: 'operations',
      name: 'Operations',
      zone: 'Europe/Berlin',
      start: '2026-11-02T08:00',
      people: ['p1', 'p2', 'p3'],
      overrides: [swap],
    },
    {
      ...usual,
      id: 'databases',
      name: 'Databases',
      zone: 'Europe/Berlin',
      start: '2026-11-02T09:00',
      people: ['p4', 'p2'],
      overrides: [],
    },
  ];
  return new Map(rosters.map((roster) => [roster.id, withStanding(roster, now)]));
}

export function routesAt(): Map<string, Route> {
  const routes: Route[] = [
    {
      id: 'databases',
      name: 'Databases, day and night',
      enabled: true,
      order: 10,
      selector: 'role=db',
      severity: 'critical',
      steps: [
        {
          afterMs: 0,
          targets: [
            { kind: 'on-call', id: 'databases' },
            { kind: 'channel', id: 'chat' },
          ],
        },
        { afterMs: 15 * minute, targets: [{ kind: 'on-call', id: 'operations' }] },
        {
          afterMs: 30 * minute,
          targets: [
            { kind: 'person', id: 'p1' },
            { kind: 'team', id: 'operations' },
          ],
        },
      ],
      repeat: 2,
      resolved: true,
      stop: true,
      version: 1,
    },
    {
      id: 'everything',
      name: 'Everything else, by day',
      enabled: true,
      order: 20,
      selector: '',
      severity: 'warning',
      calendar: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
      steps: [{ afterMs: 0, targets: [{ kind: 'on-call', id: 'operations' }] }],
      repeat: 0,
      resolved: false,
      stop: false,
      version: 1,
    },
  ];
  return new Map(routes.map((route) => [route.id, route]));
}

export function channelsAt(now: number): Map<string, Channel> {
  const channels: Channel[] = [
    {
      id: 'mail',
      name: 'Mail',
      enabled: true,
      to: {
        kind: 'email',
        host: 'mail.example.com',
        port: 587,
        security: 'starttls',
        user: 'fettle',
        from: 'fettle@example.com',
      },
      secretSet: true,
      last: { time: now - 4 * minute, ok: true, answer: '250 2.0.0 Ok: queued as 4F1A' },
      version: 1,
    },
    {
      id: 'chat',
      name: 'Chat of operations',
      enabled: true,
      to: { kind: 'webhook', url: 'https://chat.example.com/hooks/ops', preset: 'slack' },
      secretSet: true,
      last: { time: now - 50 * minute, ok: false, answer: '503 Service Unavailable' },
      version: 1,
    },
    {
      id: 'desktop',
      name: 'Desktop',
      enabled: true,
      to: { kind: 'desktop' },
      secretSet: false,
      last: null,
      version: 1,
    },
  ];
  return new Map(channels.map((channel) => [channel.id, channel]));
}

export function deliveriesAt(now: number): Delivery[] {
  const one = (n: number, some: Partial<Delivery>): Delivery => ({
    id: `l${n}`,
    incident: `i${n}`,
    kind: 'opened',
    channel: 'mail',
    to: 'Ida Lund, ida@example.com',
    words: 'ber-web-02: /var is 91.4 % full',
    state: 'delivered',
    attempts: 1,
    createdAt: now - n * 13 * minute,
    deliveredAt: now - n * 13 * minute + 400,
    nextAt: null,
    answer: '250 2.0.0 Ok: queued as 4F1A',
    ...some,
  });
  const waiting = { state: 'waiting', deliveredAt: null } as const;
  return [
    one(1, {
      ...waiting,
      channel: 'chat',
      to: '#operations',
      attempts: 3,
      nextAt: now + 4 * minute,
      answer: '503 Service Unavailable',
    }),
    one(2, {}),
    one(3, { kind: 'escalated', to: 'Tomasz Zych, tomasz@example.com' }),
    one(4, {
      kind: 'heartbeat',
      incident: null,
      channel: 'watch',
      to: 'https://watch.example.com/ping',
      words: 'The collector is well',
      answer: '200 OK',
    }),
    one(5, { kind: 'resolved', words: 'ber-app-08: memory is back at 61 %' }),
    one(6, {
      state: 'given-up',
      deliveredAt: null,
      channel: 'chat',
      to: '#operations',
      attempts: 8,
      answer: 'connect ECONNREFUSED 192.0.2.7:443',
    }),
    one(7, { state: 'dropped', deliveredAt: null, attempts: 0, answer: 'In the window “Nightly backups”' }),
  ];
}
