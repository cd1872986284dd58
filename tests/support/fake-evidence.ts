/** What an invented incident shows besides itself: evidence, timeline, who was told. */
import type { Evidence, Incident, IncidentDetail, TimelineEntry } from '@fettle/shared/api/incidents';
import type { Delivery, NoticeStage } from '@fettle/shared/api/notices';
import { processesOf } from './fake-fleet.ts';
import { disk, ida, incidentId } from './fake-incidents.ts';

const minute = 60_000;
const hour = 60 * minute;

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
      workaround: 'Put the archive command back, then run Clear temp and caches.',
    },
    {
      kind: 'remedy',
      run: 'r-remedy',
      title: 'Free space when a disk fills',
      by: 'the standing order',
      outcome: 'done',
      startedAt: one.openedAt + 60_000,
      endedAt: one.openedAt + 111_000,
      before: 0.914,
      after: 0.907,
      unit: '1',
      cleared: false,
      output: 'removed 812 files in /tmp\nfreed 2254857830 bytes\n',
    },
    {
      kind: 'suspects',
      items: [
        { change: 'c2', time: one.openedAt - 12 * minute, words: 'nginx: 1.24.0 → 1.26.2', by: null, link: null },
        {
          change: 'c4',
          time: one.openedAt - 20 * minute,
          words: 'Clear temp and caches 4 ran',
          by: 'Ida Lund',
          link: '/runs/r-done',
        },
      ],
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
