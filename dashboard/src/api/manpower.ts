/** What the pages of people's work and of value read and change. Types come from shared/api. */
import type { HandOver, Manpower } from '@fettle/shared/api/manpower';
import type { Value, ValueSettings } from '@fettle/shared/api/value';
import { addressOf, get, request } from './request.ts';

interface Between {
  readonly from: number;
  readonly to: number;
}

export const readManpower = (span: Between, signal?: AbortSignal) => get<Manpower>('/manpower', { ...span }, signal);
/** @param query without a roster: the last 12 hours */
export const readHandOver = (query: { roster?: string } & Partial<Between>, signal?: AbortSignal) =>
  get<HandOver>('/hand-over', query, signal);
export const addHandOverNote = (text: string) =>
  request<unknown>('POST', addressOf('/hand-over/notes'), { body: { text } });

export const readValue = (query: Between & { site?: string }, signal?: AbortSignal) =>
  get<Value>('/value', { ...query }, signal);
export const readValueSettings = (signal?: AbortSignal) => get<ValueSettings>('/value-settings', {}, signal);
/** @throws ApiProblem `changed_meanwhile` */
export const putValueSettings = (body: ValueSettings) =>
  request<ValueSettings>('PUT', addressOf('/value-settings'), { body });
