/** What people ask for, and what may be asked for. Types come from shared/api. */
import type { Request, RequestAct, RequestCreate, RequestItem, RequestItemBody } from '@fettle/shared/api/requests';
import { addressOf, all, get, request } from './request.ts';

const one = (id: string) => `/requests/${encodeURIComponent(id)}`;
const item = (id: string) => `/request-items/${encodeURIComponent(id)}`;
export type RequestDeed = RequestAct['act'];

export const readRequests = (signal?: AbortSignal) => all<Request>('/requests', { limit: 200 }, signal, 1_000);
export const readRequest = (id: string, signal?: AbortSignal) => get<Request>(one(id), {}, signal);
export const ask = (body: RequestCreate) => request<Request>('POST', addressOf('/requests'), { body });
export const actOnRequest = (id: string, act: RequestDeed, note: string, version: number) =>
  request<Request>('POST', addressOf(`${one(id)}/act`), { body: { act, note, version } });

export const readItems = (signal?: AbortSignal) => all<RequestItem>('/request-items', {}, signal);
export const putItem = (id: string, body: RequestItemBody, version: number) =>
  request<RequestItem>('PUT', addressOf(item(id)), { body: { ...body, version } });
export const removeItem = (id: string, version: number) => request<unknown>('DELETE', addressOf(item(id), { version }));
