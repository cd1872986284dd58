/** Invented incidents for rendering tests: what a fleet of a hundred has on a busy afternoon. */
import type { Evidence, Incident, IncidentDetail, Standing, TimelineEntry } from '@fettle/shared/api/incidents';
import type { Delivery, NoticeStage } from '@fettle/shared/api/notices';
import type { Person } from '@fettle/shared/api/people';
import type { Problem } from '@fettle/shared/api/problems';
import type { Rule } from '@fettle/shared/api/rules';
import { processesOf } from './fake-fleet.ts';

const minute = 60_000;
const hour = 60 * minute;
export const deviceId = (n: number) => `d${String(n).padStart(26, '0')}`;
export const incidentId = (n: number) => `i${String(n).padStart(26, '0')}`;

export const ida = { id: 'p1', name: 'Ida Lund' };
export const joao = { id: 'p2', name: 'João Reis' };

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

const disk = {
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

function evidenceOf(one: Incident, now: number): Evidence[] {
  const points = Array.from({ length: 300 }, (_, i): [number, number | null] => {
    const time = one.openedAt - hour + i * 18_000;
    const grown = 0.84 + i * 0.000_24 + Math.sin(i / 9) * 0.001;
    return [time, time > now || (i > 140 && i < 152) ? null : Math.round(grown * 10_000) / 10_000];
  });
  return [
    {
      kind: 'chart',
      metric: disk.metric,
      attributes: disk.attributes,
      unit: '1',
      limits: [
        { severity: 'warning', limit: 0.87 },
        { severity: 'critical', limit: 0.9 },
      ],
      points,
    },
    {
      kind: 'causes',
      items: [
        {
          words: 'nginx was updated 12 min before it began to grow',
          shownBy: 'nginx 1.24.0 → 1.26.2 at 09:40; nothing else changed on this device in 24 h',
          link: `/devices/${one.device}`,
        },
        { words: 'postgres: walwriter wrote most at the breach', shownBy: '35.9 MB/s of 61 MB/s', link: null },
      ],
    },
    { kind: 'processes', time: one.openedAt + 10_000, by: 'io', items: processesOf(one.device, now).slice(0, 8) },
    {
      kind: 'related',
      items: [
        {
          id: incidentId(5),
          deviceName: 'ber-web-02',
          words: 'pg-archive.service has failed',
          severity: 'warning',
          openedAt: one.openedAt + 12 * minute,
          why: 'the same device, 12 min later',
        },
      ],
    },
    {
      kind: 'known-error',
      problem: 'pr1',
      title: 'archive_command lost after update',
      rootCause: 'The package overwrites the archive command.',
      workaround: 'Put the archive command back, then reload PostgreSQL.',
    },
  ];
}

function timelineOf(one: Incident): TimelineEntry[] {
  const at = (
    sequence: number,
    minutes: number,
    kind: string,
    words: string,
    actor: TimelineEntry['actor'] = null,
    detail = {},
  ) => ({
    sequence,
    time: one.openedAt + minutes * minute,
    kind,
    actor,
    words,
    detail,
  });
  return [
    at(1, 0, 'opened', 'Opened as warning: above 87 % for 20 min', null, { severity: 'warning' }),
    at(2, 0.2, 'evidence', 'Evidence was kept: chart, processes, causes'),
    at(3, 0.3, 'notice', 'Told Ida Lund by e-mail'),
    at(4, 4, 'acknowledged', 'acknowledged', ida),
    at(5, 40, 'severity', 'Critical: above 90 % for 20 min', null, { to: 'critical' }),
    at(6, 90, 'note', 'Archive mount answers again. Retrying as the runbook says.', ida),
  ];
}

const may: Readonly<Record<Incident['state'], readonly string[]>> = {
  open: ['acknowledge', 'resolve', 'snooze', 'own', 'note', 'priority', 'pause', 'link'],
  acknowledged: ['unacknowledge', 'resolve', 'snooze', 'own', 'note', 'priority', 'pause', 'link'],
  resolved: ['reopen', 'close', 'note', 'link'],
  closed: ['note'],
};

/** As `GET /api/v1/incidents/{id}` gives it. */
export function detailOf(
  one: Incident,
  all: readonly Incident[],
  notes: readonly TimelineEntry[],
  now: number,
): IncidentDetail {
  const cause = one.quiet?.by === 'cause' ? one.quiet.incident : undefined;
  const above = all.find(({ id }) => id === cause);
  return {
    ...one,
    runbook:
      '1. See which folder grows.\n2. Check the archive mount.\n3. Retry the archive: 3 min, changes nothing else.\n\nIf it fails: grow the volume, 10 min, needs two people.',
    evidence: one.metric === disk.metric ? evidenceOf(one, now) : [],
    timeline: [...timelineOf(one), ...notes],
    affectedItems: all
      .filter(({ quiet }) => quiet?.by === 'cause' && quiet.incident === one.id)
      .map(({ id, device, deviceName, words, severity, state }) => ({
        id,
        device,
        deviceName,
        words,
        severity,
        state,
      })),
    causedBy: above ? { id: above.id, deviceName: above.deviceName, words: above.words } : null,
    may: [...may[one.state]],
  };
}

export function deliveriesOf(one: Incident): Delivery[] {
  const sent = {
    incident: one.id,
    kind: 'opened',
    words: one.words,
    attempts: 1,
    createdAt: one.openedAt + 400,
    nextAt: null,
  };
  return [
    {
      ...sent,
      id: 'l2',
      channel: 'chat',
      to: '#operations',
      state: 'failed',
      attempts: 3,
      deliveredAt: null,
      nextAt: one.openedAt + 8 * minute,
      answer: '503 Service Unavailable',
    },
    {
      ...sent,
      id: 'l1',
      channel: 'mail',
      to: 'ida@example.org',
      state: 'delivered',
      deliveredAt: one.openedAt + 700,
      answer: '250 2.0.0 Ok: queued',
    },
  ];
}

export function stagesOf(one: Incident): NoticeStage[] {
  const stage = (name: string, passed: boolean, reason: string) => ({
    time: one.openedAt + 300,
    stage: name,
    passed,
    reason,
  });
  return [
    stage('silence', true, 'In no window, not snoozed'),
    stage('depend', true, 'Follows from no other incident'),
    stage('route', true, 'Route “Everything critical”: on call, operations'),
    stage('escalate', false, 'Acknowledged before step 2 was due'),
  ];
}

export const peopleOf = (now: number): Person[] =>
  [ida, joao, { id: 'p3', name: 'Tomasz Zych' }].map(({ id, name }) => ({
    id,
    name,
    role: 'admin',
    sites: 'all',
    selector: '',
    zone: 'Europe/Berlin',
    contacts: [],
    teams: [],
    state: 'active',
    lastSeenAt: now,
    createdAt: now - hour,
    version: 1,
  }));

export const problemsOf = (now: number): Problem[] => [
  {
    id: 'pr1',
    title: 'archive_command lost after update',
    state: 'known-error',
    by: 'rule',
    key: 'file-system-full',
    why: '3 in 30 days',
    rootCause: '',
    workaround: '',
    owner: null,
    incidents: 3,
    devices: 2,
    firstAt: now - 30 * hour,
    lastAt: now,
    createdAt: now,
    version: 1,
  },
];

export const rulesOf = (now: number): Rule[] => [
  {
    id: 'file-system-full',
    name: 'File system used',
    selector: '',
    when: {
      kind: 'value',
      metric: disk.metric,
      is: 'above',
      levels: { warning: { limit: 0.87 }, critical: { limit: 0.9 } },
    },
    forMs: 20 * minute,
    clearForMs: 10 * minute,
    enabled: true,
    runbook: '',
    overrides: [],
    origin: 'default',
    createdAt: now,
    changedAt: now,
    version: 1,
    words: 'A file system is more than 87 % full for 20 min; critical above 90 %',
    file: '',
    devices: 99,
    incidents: 1,
  },
];
