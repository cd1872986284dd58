/** Invented trust and changes, for rendering tests. */
import type { ChangeItem, Plan } from '@fettle/shared/api/changes';
import type { TrustView } from '@fettle/shared/api/trust';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function trustAt(now: number): TrustView {
  return {
    tenant: 'harbour-logistics',
    version: 7,
    fingerprint: 'b2d84a6655aa10c7e4d2f9b87c3e5a1204d8f6b3911e7a2c60d4f3a29f3c71e0',
    words: 'harbour violet anchor nine copper meadow lantern rye',
    expires: now + 300 * day,
    solo: false,
    bulk: 25,
    freshnessDays: 14,
    keys: [
      {
        id: 'k-ida-2',
        person: 'Ida Lund',
        roles: ['operator', 'publisher', 'enroller'],
        sites: null,
        until: null,
        revoked: false,
      },
      {
        id: 'k-tomasz-1',
        person: 'Tomasz Zych',
        roles: ['operator', 'approver', 'publisher'],
        sites: null,
        until: null,
        revoked: false,
      },
      {
        id: 'k-joao-1',
        person: 'João Reis',
        roles: ['approver'],
        sites: ['Porto'],
        until: now + 80 * day,
        revoked: false,
      },
      { id: 'k-ida-1', person: 'Ida Lund', roles: ['operator'], sites: null, until: null, revoked: true },
      { id: 'k-recovery', person: 'Recovery, in the safe', roles: ['admin'], sites: null, until: null, revoked: false },
    ],
    roles: [
      { role: 'admin', threshold: 2, people: ['Ida Lund', 'Tomasz Zych', 'Recovery, in the safe'] },
      { role: 'operator', threshold: 1, people: ['Ida Lund', 'Tomasz Zych'] },
      { role: 'approver', threshold: 1, people: ['Tomasz Zych', 'João Reis'] },
      { role: 'publisher', threshold: 1, people: ['Ida Lund', 'Tomasz Zych'] },
      { role: 'enroller', threshold: 1, people: ['Ida Lund'] },
    ],
    collectors: ['c1d84a66'],
    fresh: { until: now + 3 * day, signedAt: now - 11 * day, signer: 'Ida Lund' },
    freshness: 'ending',
    revocations: { version: 2, keys: ['k-ida-1'], orders: ['O2QK7'], stop: null, signedAt: now - 40 * day },
    devices: { total: 99, current: 91, behind: 8, ready: 93, monitorOnly: 4, locked: 2, unknown: 0, ungranted: 3 },
    history: [
      {
        version: 7,
        fingerprint: 'b2d84a66…',
        words: ['João Reis was added as approver for Porto.'],
        at: now - 20 * day,
      },
      {
        version: 6,
        fingerprint: '77aa10c7…',
        words: ['The first key of Ida Lund was removed; the second stands in its place.'],
        at: now - 41 * day,
      },
    ],
  };
}

const maker = { id: 'p1', name: 'Ida Lund' };
export function plansAt(now: number): Map<string, Plan> {
  const usual = {
    wayBack: 'Boot the kernel before it; it stays in the menu.',
    devices: [] as string[],
    window: true,
    madeBy: maker,
    madeAt: now - 2 * day,
    approvedBy: null,
    approvedAt: null,
    orders: [],
    incidents: [],
    outcome: '',
    version: 1,
  };
  const all: Plan[] = [
    {
      ...usual,
      id: 'kernel',
      title: 'Kernel 6.1.0-28 on the web servers',
      reason: 'Closes two holes that are used in the wild.',
      risk: 'medium',
      selector: 'role=web',
      from: now + 5 * hour,
      to: now + 9 * hour,
      state: 'proposed',
      may: ['approve', 'refuse', 'cancel', 'change'],
    },
    {
      ...usual,
      id: 'porto',
      title: 'Porto gets its second uplink',
      reason: 'One link is not enough for the till.',
      risk: 'high',
      selector: 'site=Porto',
      from: now - hour,
      to: now + 2 * hour,
      state: 'under-way',
      approvedBy: { id: 'p2', name: 'Tomasz Zych' },
      approvedAt: now - day,
      orders: [{ id: 'obig', title: 'Clear temp and caches', state: 'running' }],
      incidents: [{ id: 'i1', words: 'opo-gw-01 is unreachable', openedAt: now - 30 * minute }],
      may: ['finish', 'fail'],
    },
    {
      ...usual,
      id: 'mail',
      title: 'Mail moves to the new host',
      reason: 'The old one is out of warranty.',
      risk: 'low',
      selector: 'role=mail',
      from: now - 9 * day,
      to: now - 9 * day + 3 * hour,
      state: 'done',
      outcome: 'Nothing broke.',
      may: [],
    },
  ];
  return new Map(all.map((one) => [one.id, one]));
}

export function changesAt(now: number): ChangeItem[] {
  const usual = {
    device: 'd00000000000000000000000001',
    deviceName: 'ber-web-02',
    site: 'Berlin',
    outcome: null,
    by: null,
    link: null,
  };
  return [
    {
      ...usual,
      id: 'c4',
      time: now - 40 * minute,
      kind: 'run',
      words: 'Clear temp and caches 4 ran: freed 2.1 GiB',
      by: 'Free space when a disk fills',
      link: '/runs/r-done',
      outcome: 'done',
    },
    {
      ...usual,
      id: 'c3',
      time: now - 3 * hour,
      kind: 'run',
      words: 'Restart a service 1 failed: exit 5',
      by: 'Ida Lund',
      link: '/runs/r-failed',
      outcome: 'failed',
    },
    { ...usual, id: 'c2', time: now - 5 * hour, kind: 'facts', words: 'postgresql-16: 16.4-1 → 16.5-1' },
    { ...usual, id: 'c1', time: now - 26 * hour, kind: 'restart', words: 'Restarted' },
  ];
}
