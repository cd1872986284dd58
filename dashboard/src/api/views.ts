/** Saved views of the explorer. Types come from shared/api. */
import type { SavedView, SavedViewPut } from '@fettle/shared/api/views';
import { addressOf, all, request } from './request.ts';

const view = (id: string) => `/views/${encodeURIComponent(id)}`;

export const readViews = (signal?: AbortSignal) => all<SavedView>('/views', {}, signal, 1_000);
export const makeView = (body: SavedViewPut) => request<SavedView>('POST', addressOf('/views'), { body });
export const putView = (id: string, body: SavedViewPut) => request<SavedView>('PUT', addressOf(view(id)), { body });
export const deleteView = (id: string, version: number) => request<unknown>('DELETE', addressOf(view(id), { version }));
