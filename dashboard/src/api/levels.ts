/** What the pages of objectives and calendars read and change. Types come from shared/api. */
import type { Calendar, CalendarPut, Level, Objective, ObjectivePut } from '@fettle/shared/api/levels';
import { addressOf, all, type Query, request } from './request.ts';

const calendar = (id: string) => `/calendars/${encodeURIComponent(id)}`;
const objective = (id: string) => `/objectives/${encodeURIComponent(id)}`;

export const readCalendars = (signal?: AbortSignal) => all<Calendar>('/calendars', {}, signal, 1_000);
export const putCalendar = (id: string, body: CalendarPut) =>
  request<Calendar>('PUT', addressOf(calendar(id)), { body });
export const deleteCalendar = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(calendar(id), { version }));

export const readObjectives = (signal?: AbortSignal) => all<Objective>('/objectives', {}, signal, 2_000);
export const putObjective = (id: string, body: ObjectivePut) =>
  request<Objective>('PUT', addressOf(objective(id)), { body });
export const deleteObjective = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(objective(id), { version }));

/** Each objective over the period that lasts, and so many before it. */
export const readLevels = (query: Query, signal?: AbortSignal) => all<Level>('/levels', query, signal, 5_000);
