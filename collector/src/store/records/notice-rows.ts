import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { Selectable } from 'kysely';
import type { Delivery, StageRow, Thread } from '../../domain/notifications/types.ts';
import type { Schema } from './schema.ts';

export function threadRow(thread: Thread): Selectable<Schema['notice_threads']> {
  const { incident, site, rule, telling, since, begun, nextAt, turn, toldSeverity, said } = thread;
  return {
    incident,
    site,
    rule,
    telling,
    since,
    begun,
    next_at: nextAt,
    turn,
    told_severity: toldSeverity,
    progress: JSON.stringify(thread.progress),
    told: JSON.stringify(thread.told),
    said,
    version: thread.version + 1,
  };
}

export function toThread(row: Selectable<Schema['notice_threads']>): Thread {
  const { site, rule, since, begun, turn, said, version } = row;
  return {
    incident: row.incident as IncidentId,
    site,
    rule,
    telling: row.telling as Thread['telling'],
    since,
    begun,
    nextAt: row.next_at,
    turn,
    toldSeverity: row.told_severity as Thread['toldSeverity'],
    progress: JSON.parse(row.progress) as Thread['progress'],
    told: JSON.parse(row.told) as Thread['told'],
    said,
    version,
  };
}

export function deliveryRow(delivery: Delivery): Selectable<Schema['deliveries']> {
  const { id, key, site, kind, channel, target, person, subject, state, attempts, answer } = delivery;
  return {
    id,
    key,
    site,
    kind,
    channel,
    target,
    person,
    subject,
    notice: JSON.stringify(delivery.notice),
    others: JSON.stringify(delivery.others),
    state,
    attempts,
    created_at: delivery.createdAt,
    delivered_at: delivery.deliveredAt,
    next_at: delivery.nextAt,
    answer,
    link_used_at: delivery.linkUsedAt,
  };
}

export function toDelivery(row: Selectable<Schema['deliveries']>, incidents: readonly string[]): Delivery {
  const { id, key, site, kind, channel, target, person, subject, state, attempts, answer } = row;
  return {
    id,
    key,
    incidents: incidents as readonly IncidentId[],
    site,
    kind: kind as Delivery['kind'],
    channel,
    target,
    person: person as PersonId | null,
    subject,
    notice: JSON.parse(row.notice) as Delivery['notice'],
    others: JSON.parse(row.others) as Delivery['others'],
    state: state as Delivery['state'],
    attempts,
    createdAt: row.created_at,
    deliveredAt: row.delivered_at,
    nextAt: row.next_at,
    answer,
    linkUsedAt: row.link_used_at,
  };
}

export function toStage(row: Selectable<Schema['notice_stages']>): StageRow {
  const { incident, time, stage, passed, reason } = row;
  return { incident: incident as IncidentId, time, stage, passed: passed === 1, reason };
}
