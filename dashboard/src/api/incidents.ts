/** Incidents, and what pages about them read and do. Types come from shared/api. */
import type { Incident, IncidentAct, IncidentActed, IncidentDetail, Standing } from '@fettle/shared/api/incidents';
import type { Delivery, NoticeStage } from '@fettle/shared/api/notices';
import type { Problem } from '@fettle/shared/api/problems';
import type { Person } from '@fettle/shared/api/people';
import { addressOf, all, get, type Query, request } from './request.ts';

export const readStanding = (signal?: AbortSignal) => get<Standing>('/standing', {}, signal);

const incident = (id: string) => `/incidents/${encodeURIComponent(id)}`;

/** Worst and oldest first, at most `most`. */
export const readIncidents = (query: Query, signal?: AbortSignal, most = 2_000) =>
  all<Incident>('/incidents', { limit: 500, ...query }, signal, most);
export const readIncident = (id: string, signal?: AbortSignal) => get<IncidentDetail>(incident(id), {}, signal);
export const actOnIncidents = (body: IncidentAct) =>
  request<IncidentActed>('POST', addressOf('/incidents/act'), { body });

/** What was sent about an incident, newest first. */
export const readDeliveries = (id: string, signal?: AbortSignal) =>
  all<Delivery>('/deliveries', { incident: id }, signal, 400);
/** Why somebody was told of it, or was not. */
export const readNoticeStages = (id: string, signal?: AbortSignal) =>
  all<NoticeStage>(`${incident(id)}/notices`, {}, signal, 400);
export const readProblems = (signal?: AbortSignal) => all<Problem>('/problems', {}, signal, 500);
/** Who may own an incident. */
export const readPeople = (signal?: AbortSignal) => all<Person>('/people', {}, signal, 1_000);
