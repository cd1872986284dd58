import type { DeviceId, IncidentId, PersonId, ProblemId, RuleId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Kysely, Selectable } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';
import type { Device } from '../../domain/devices/types.ts';
import type {
  EvidencePiece,
  Incident,
  IncidentState,
  NewTimelineEntry,
  TimelineEntry,
  TimelineKind,
} from '../../domain/incidents/types.ts';
import type { Schema } from './schema.ts';
import { chosenBy } from './scope.ts';

/** Incidents with what their devices are called and where they are now. */
export function selectIncidents(db: Kysely<Schema>) {
  return db
    .selectFrom('incidents')
    .innerJoin('devices', 'devices.id', 'incidents.device')
    .selectAll('incidents')
    .select(['devices.name as device_name', 'devices.site as site', 'devices.kind', 'devices.os', 'devices.labels']);
}

type Place = Pick<Selectable<Schema['devices']>, 'site' | 'kind' | 'os' | 'labels'>;
type Row = Selectable<Schema['incidents']> & Place & { readonly device_name: string };

/** Whether the scope's selector chooses the device of a row. */
export function shownBy(scope: Scope): (row: Place) => boolean {
  const chosen = chosenBy(scope);
  return ({ site, kind, os, labels }) =>
    scope.selector === undefined || chosen({ site, kind, os, labels: JSON.parse(labels) as Device['labels'] });
}

export function toIncident(row: Row): Incident {
  return {
    id: row.id as IncidentId,
    rule: row.rule as RuleId,
    ruleName: row.rule_name,
    device: row.device as DeviceId,
    deviceName: row.device_name,
    site: row.site,
    instance: row.instance,
    metric: row.metric,
    attributes: JSON.parse(row.attributes) as Incident['attributes'],
    reason: row.reason as Incident['reason'],
    severity: row.severity as Severity,
    worst: row.worst as Severity,
    state: row.state as IncidentState,
    words: row.words,
    value: row.value,
    limit: row.limit_value,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    resolvedAt: row.resolved_at,
    closedAt: row.closed_at,
    reopened: row.reopened,
    owner: row.owner as PersonId | null,
    priority: row.priority as Incident['priority'],
    quiet: row.quiet === null ? null : (JSON.parse(row.quiet) as Incident['quiet']),
    hushes: JSON.parse(row.hushes) as Incident['hushes'],
    storm: row.storm,
    problem: row.problem as ProblemId | null,
    likely: row.likely,
    clocks: JSON.parse(row.clocks) as Incident['clocks'],
    turns: JSON.parse(row.turns) as Incident['turns'],
    remedy: row.remedy === null ? null : (JSON.parse(row.remedy) as Incident['remedy']),
    version: row.version,
  };
}

/** What changes of an incident. */
export function changingRow(incident: Incident) {
  const { hushes, quiet } = incident;
  const loud = hushes.window === null && hushes.cause === null && hushes.flapping === null;
  return {
    severity: incident.severity,
    worst: incident.worst,
    state: incident.state,
    words: incident.words,
    value: incident.value,
    limit_value: incident.limit,
    acknowledged_at: incident.acknowledgedAt,
    resolved_at: incident.resolvedAt,
    closed_at: incident.closedAt,
    reopened: incident.reopened,
    owner: incident.owner,
    priority: incident.priority,
    quiet: quiet && JSON.stringify(quiet),
    hushes: JSON.stringify(hushes),
    cause: hushes.cause,
    loud: loud ? 1 : 0,
    storm: incident.storm,
    problem: incident.problem,
    clocks: JSON.stringify(incident.clocks),
    turns: JSON.stringify(incident.turns),
    remedy: incident.remedy && JSON.stringify(incident.remedy),
  };
}

export function newRow(incident: Incident, entries: number): Selectable<Schema['incidents']> {
  return {
    id: incident.id,
    rule: incident.rule,
    rule_name: incident.ruleName,
    device: incident.device,
    instance: incident.instance,
    metric: incident.metric,
    attributes: JSON.stringify(incident.attributes),
    reason: incident.reason,
    opened_at: incident.openedAt,
    ...changingRow(incident),
    likely: incident.likely,
    entries,
    version: 1,
  };
}

export function timelineRow(
  incident: IncidentId,
  sequence: number,
  entry: NewTimelineEntry,
): Selectable<Schema['timelines']> {
  const { time, kind, actor, words, detail } = entry;
  return { incident, sequence, time, kind, actor, words, detail: JSON.stringify(detail) };
}

export function toTimelineEntry(row: Selectable<Schema['timelines']>): TimelineEntry {
  const { sequence, time, kind, actor, words, detail } = row;
  return {
    sequence,
    time,
    kind: kind as TimelineKind,
    actor,
    words,
    detail: JSON.parse(detail) as TimelineEntry['detail'],
  };
}

export function toEvidence({ kind, time, content }: Selectable<Schema['evidence']>): EvidencePiece {
  return { kind, time, content: JSON.parse(content) as EvidencePiece['content'] };
}
