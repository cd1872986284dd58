import type { IncidentId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { type Expression, type Selectable, sql, type SqlBool } from 'kysely';
import type { IncidentPlace, IncidentQuery } from '../../domain/incidents/store.ts';
import type { selectIncidents } from './incident-rows.ts';
import type { Schema } from './schema.ts';

type Question = ReturnType<typeof selectIncidents>;

/** Those that a query chooses, all of them. */
export function chosen(question: Question, query: IncidentQuery): Question {
  const { states, severity, devices, rule, site, owner, problem, from, to, openedFrom, resolvedBefore, loud } = query;
  let found = question;
  if (states) found = found.where('incidents.state', 'in', states);
  if (severity) found = found.where('severity', '=', severity);
  if (devices) found = found.where('device', 'in', devices);
  if (rule !== undefined) found = found.where('rule', '=', rule);
  if (site !== undefined) found = found.where('devices.site', '=', site);
  if (owner === null) found = found.where('owner', 'is', null);
  else if (owner !== undefined) found = found.where('owner', '=', owner);
  if (problem !== undefined) found = found.where('problem', '=', problem);
  if (to !== undefined) found = found.where('opened_at', '<', to);
  if (from !== undefined) {
    found = found.where((eb) => eb.or([eb('resolved_at', 'is', null), eb('resolved_at', '>=', from)]));
  }
  if (openedFrom !== undefined) found = found.where('opened_at', '>=', openedFrom);
  if (resolvedBefore !== undefined) found = found.where('resolved_at', '<', resolvedBefore);
  if (loud !== undefined) found = found.where('loud', '=', loud ? 1 : 0);
  return found;
}

/** The condition that a row stands after a place: `critical` is before `warning`, also as a text. */
export function beyond({ severity, openedAt, id }: IncidentPlace): Expression<SqlBool> {
  return sql<SqlBool>`(severity > ${severity} or (severity = ${severity} and (opened_at > ${openedAt}
    or (opened_at = ${openedAt} and incidents.id > ${id}))))`;
}

export function placeOf(row: Pick<Selectable<Schema['incidents']>, 'severity' | 'opened_at' | 'id'>): IncidentPlace {
  return { severity: row.severity as Severity, openedAt: row.opened_at, id: row.id as IncidentId };
}
