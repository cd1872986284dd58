/** What the pages of windows read and change. Types come from shared/api. */
import type { Window, WindowPut, WindowSpan } from '@fettle/shared/api/windows';
import { addressOf, all, request } from './request.ts';

const window = (id: string) => `/windows/${encodeURIComponent(id)}`;

export const readWindows = (signal?: AbortSignal) => all<Window>('/windows', {}, signal);
export const readSpans = (query: { from: number; to: number; device?: string }, signal?: AbortSignal) =>
  all<WindowSpan>('/windows/spans', query, signal);
/** Makes it (`version` 0) or changes it (the version that was read). @throws ApiProblem `changed_meanwhile` */
export const putWindow = (id: string, body: WindowPut) => request<Window>('PUT', addressOf(window(id)), { body });
export const deleteWindow = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(window(id), { version }));
