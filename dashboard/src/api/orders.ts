/** What the pages of orders, runs and standing orders read and do. Types come from shared/api. */
import type {
  Approval,
  OrderDetail,
  OrderDraft,
  OrderDraftBody,
  OrderDraftItem,
  OrderItem,
  RunDetail,
  RunItem,
  RunMatrix,
  StandingItem,
} from '@fettle/shared/api/orders';
import { addressOf, all, get, type Query, request } from './request.ts';

export interface RunPart {
  readonly items: readonly RunItem[];
  readonly next: string | null;
}

const drafts = '/orders/drafts';
const draft = (id: string) => `${drafts}/${encodeURIComponent(id)}`;
const order = (id: string) => `/orders/${encodeURIComponent(id)}`;
const run = (id: string) => `/runs/${encodeURIComponent(id)}`;

/** Newest first, at most `most`. */
export const readOrders = (query: Query, signal?: AbortSignal, most = 500) =>
  all<OrderItem>('/orders', { limit: 200, ...query }, signal, most);
export const readOrder = (id: string, signal?: AbortSignal) => get<OrderDetail>(order(id), {}, signal);
export const readMatrix = (id: string, signal?: AbortSignal) => get<RunMatrix>(`${order(id)}/matrix`, {}, signal);
/** Runs of an order in ring order, then failures first. */
export const readOrderRuns = (id: string, query: Query, signal?: AbortSignal) =>
  get<RunPart>(`${order(id)}/runs`, query, signal);
export const actOnOrder = (id: string, act: 'stop' | 'continue', version: number) =>
  request<OrderDetail>('POST', addressOf(`${order(id)}/act`), { body: { act, version } });

export const readDrafts = (signal?: AbortSignal) => all<OrderDraftItem>(drafts, {}, signal);
export const readDraft = (id: string, signal?: AbortSignal) => get<OrderDraft>(draft(id), {}, signal);
export const makeDraft = (body: OrderDraftBody) =>
  request<OrderDraft>('POST', addressOf(drafts), { body: { body, version: 0 } });
export const putDraft = (id: string, body: OrderDraftBody, version: number) =>
  request<OrderDraft>('PUT', addressOf(draft(id)), { body: { body, version } });
export const dropDraft = (id: string, version: number) => request<unknown>('DELETE', addressOf(draft(id), { version }));
/** What a draft comes to that is kept nowhere. */
export const previewDraft = (body: OrderDraftBody, signal?: AbortSignal) =>
  request<OrderDraft>('POST', addressOf(`${drafts}/preview`), { body, ...(signal ? { signal } : {}) });

export const readApprovals = (signal?: AbortSignal) => all<Approval>('/approvals', {}, signal);

/** Newest first, at most `most`. */
export const readRuns = (query: Query, signal?: AbortSignal, most = 200) =>
  all<RunItem>('/runs', { limit: 200, ...query }, signal, most);
export const readRun = (id: string, signal?: AbortSignal) => get<RunDetail>(run(id), {}, signal);

export const readStandingOrders = (signal?: AbortSignal) => all<StandingItem>('/standing-orders', {}, signal);
