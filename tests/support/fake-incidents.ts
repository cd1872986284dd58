/** Invented incidents for rendering tests: what a fleet of a hundred has on a busy afternoon. */
import type { Incident, Standing } from '@fettle/shared/api/incidents';

const minute = 60_000;
const hour = 60 * minute;
export const deviceId = (n: number) => `d${String(n).padStart(26, '0')}`;
export const incidentId = (n: number) => `i${String(n).padStart(26, '0')}`;

export const ida = { id: 'p1', name: 'Ida Lund' };
export const joao = { id: 'p3', name: 'João Reis' };

interface Sketch extends Partial<Incident> {
  readonly n: number;
  readonly device: string;
  readonly deviceName: string;
  readonly ago: number;
}

/** An incident from what is particular about it. */
function sketched(now: number, { n, ago, ...some }: Sketch): Incident {
  const openedAt = now - ago;
  const state = some.state ?? 'open';
  const severity = some.severity ?? 'warning';
  const toAcknowledge = severity === 'critical' ? 15 * minute : 4 * hour;
  const toResolve = severity === 'critical' ? 4 * hour : 24 * hour;
  const acknowledgedAt = state === 'open' ? null : openedAt + 4 * minute;
  const resolvedAt = state === 'resolved' ? now - ago / 2 : null;
  const clock = (targetMs: number, metAt: number | null) => {
    const dueAt = openedAt + targetMs;
    const ranMs = (metAt ?? now) - openedAt;
    const over = ranMs > targetMs;
    return {
      targetMs,
      dueAt,
      ranMs,
      state: over ? ('missed' as const) : metAt === null ? ('running' as const) : ('met' as const),
    };
  };
  return {
    id: incidentId(n),
    rule: 'file-system-full',
    ruleName: 'File system used',
    site: 'Berlin',
    instance: '',
    metric: null,
    attributes: {},
    severity,
    worst: severity,
    words: '',
    value: null,
    limit: null,
    unit: '1',
    openedAt,
    acknowledgedAt,
    resolvedAt,
    closedAt: null,
    reopened: 0,
    owner: null,
    priority: severity === 'critical' ? 1 : 3,
    quiet: null,
    problem: null,
    affected: 0,
    cause: null,
    acknowledge: clock(toAcknowledge, acknowledgedAt),
    resolve: clock(toResolve, resolvedAt),
    version: 1,
    ...some,
    state,
  };
}

export const disk = {
  metric: 'system.filesystem.utilization',
  attributes: { 'system.filesystem.mountpoint': '/var' },
  instance: '/var',
  value: 0.914,
  limit: 0.9,
};

const memory = { rule: 'memory-used', ruleName: 'Memory used', metric: 'system.memory.utilization' };
const silent = { rule: 'device-silent', ruleName: 'Device silent', unit: '' };

function openOnes(now: number): Incident[] {
  return [
    {
      n: 1,
      device: deviceId(60),
      deviceName: 'gdn-db-07',
      site: 'Gdańsk',
      ago: 17 * minute,
      ...silent,
      severity: 'critical' as const,
      words: 'Silent without a goodbye',
      affected: 12,
      cause: 'The router went silent 4 s before',
    },
    {
      n: 2,
      device: deviceId(1),
      deviceName: 'ber-web-02',
      ago: 3.6 * hour,
      ...disk,
      severity: 'critical' as const,
      state: 'acknowledged' as const,
      words: '/var is 91.4 % full',
      owner: ida,
      cause: 'nginx was updated 12 min before it began to grow',
      problem: 'pr1',
    },
    {
      n: 3,
      device: deviceId(23),
      deviceName: 'ber-ws-24',
      ago: 42 * minute,
      ...memory,
      words: 'Memory is 93.2 % used',
      value: 0.932,
      limit: 0.9,
    },
    {
      n: 4,
      device: deviceId(70),
      deviceName: 'gdn-db-17',
      site: 'Gdańsk',
      ago: 5 * hour,
      ...memory,
      words: 'Memory is 95 % used',
      value: 0.95,
      limit: 0.9,
      state: 'acknowledged' as const,
      owner: joao,
    },
    {
      n: 5,
      device: deviceId(1),
      deviceName: 'ber-web-02',
      ago: 3.4 * hour,
      rule: 'unit-failed',
      ruleName: 'Unit failed',
      unit: '',
      instance: 'pg-archive.service',
      words: 'pg-archive.service has failed',
      cause: 'It failed 6 min after the disk filled up',
    },
    {
      n: 6,
      device: deviceId(88),
      deviceName: 'opo-ws-04',
      site: 'Porto',
      ago: 31 * hour,
      rule: 'disk-full-soon',
      ruleName: 'Disk full soon',
      words: '/home will be full in 5 to 9 days',
      owner: joao,
      state: 'acknowledged' as const,
    },
    {
      n: 7,
      device: deviceId(12),
      deviceName: 'ber-app-13',
      ago: 50 * hour,
      rule: 'clock-off',
      ruleName: 'Clock off',
      unit: 'ms',
      words: 'Its clock is 4.2 s ahead',
    },
  ].map((sketch) => sketched(now, sketch));
}

function quietOnes(now: number): Incident[] {
  const behind = Array.from({ length: 12 }, (_, i) =>
    sketched(now, {
      n: 20 + i,
      device: deviceId(61 + i),
      deviceName: `gdn-ws-${String(i + 8).padStart(2, '0')}`,
      site: 'Gdańsk',
      ago: 16 * minute,
      ...silent,
      severity: 'critical',
      words: 'Silent without a goodbye',
      quiet: { by: 'cause', incident: incidentId(1) },
    }),
  );
  const planned = Array.from({ length: 3 }, (_, i) =>
    sketched(now, {
      n: 40 + i,
      device: deviceId(4 + i),
      deviceName: `ber-web-0${i + 5}`,
      ago: 25 * minute,
      rule: 'unit-failed',
      ruleName: 'Unit failed',
      unit: '',
      words: 'nginx.service has failed',
      quiet: { by: 'window', window: 'kernel-updates' },
    }),
  );
  return [
    ...behind,
    ...planned,
    sketched(now, {
      n: 50,
      device: deviceId(9),
      deviceName: 'ber-rtr-10',
      ago: 3 * hour,
      rule: 'link-down',
      ruleName: 'Link down',
      words: 'Port 24 is down',
      unit: '',
      quiet: { by: 'flapping', since: now - 2 * hour },
    }),
    sketched(now, {
      n: 51,
      device: deviceId(14),
      deviceName: 'ber-rtr-15',
      ago: 9 * hour,
      ...memory,
      words: 'Memory is 91 % used',
      quiet: { by: 'snoozed', until: now + 5 * hour, person: 'p2' },
    }),
  ];
}

function resolvedOnes(now: number): Incident[] {
  return Array.from({ length: 5 }, (_, i) =>
    sketched(now, {
      n: 80 + i,
      device: deviceId(30 + i),
      deviceName: `ber-db-${31 + i}`,
      ago: (i + 1) * 7 * minute,
      ...disk,
      words: '/var was 88 % full',
      state: 'resolved',
    }),
  );
}

export const incidentsOf = (now: number) => [...openOnes(now), ...quietOnes(now), ...resolvedOnes(now)];

const isOpen = ({ state }: Incident) => state === 'open' || state === 'acknowledged';
export const worstFirst = (incidents: readonly Incident[]) =>
  incidents.toSorted(
    (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical') || a.openedAt - b.openedAt,
  );

/** What is wrong now, as the collector says it. */
export function standingOf(incidents: readonly Incident[]): Standing {
  const open = worstFirst(incidents.filter((one) => isOpen(one) && one.quiet === null));
  const critical = open.filter(({ severity }) => severity === 'critical');
  const [worst = null] = open;
  const more = open.length - 1;
  return {
    critical: critical.length,
    warning: open.length - critical.length,
    unacknowledged: open.filter(({ state }) => state === 'open').length,
    worst,
    words: worst ? `${worst.deviceName}: ${worst.words}, for 3 h 36 min.` : 'Everything is in order.',
    quieter: more > 0 ? `${more} more ${more === 1 ? 'incident is' : 'incidents are'} open.` : '',
  };
}

/** As `GET /api/v1/incidents` chooses. */
export function chosen(incidents: readonly Incident[], query: URLSearchParams): Incident[] {
  const states = query.getAll('state');
  const site = query.get('site');
  const device = query.get('device');
  const owner = query.get('owner');
  const words = (query.get('search') ?? '').toLowerCase();
  const owned = (one: Incident) =>
    owner === null || (owner === 'nobody' ? one.owner === null : one.owner?.id === (owner === 'me' ? 'p1' : owner));
  const from = Number(query.get('from') ?? 0);
  return worstFirst(
    incidents.filter(
      (one) =>
        (states.length === 0 ? isOpen(one) : states.includes(one.state)) &&
        (query.get('quiet') === '1' || one.quiet === null) &&
        (site === null || one.site === site) &&
        (device === null || one.device === device) &&
        owned(one) &&
        (one.resolvedAt ?? Number.POSITIVE_INFINITY) >= from &&
        `${one.words} ${one.deviceName} ${one.ruleName}`.toLowerCase().includes(words),
    ),
  );
}
