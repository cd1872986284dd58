/** What the pages of capacity read and change. Types come from shared/api. */
import type {
  ForecastDetail,
  ForecastPage,
  Limit,
  LimitPut,
  UnderUsed,
  WhatIfAnswer,
} from '@fettle/shared/api/capacity';
import { addressOf, all, get, request } from './request.ts';

export type { ForecastPage as Forecasts, UnderUsed as Idle };

/** The soonest of them; `next` tells whether there are more. */
export const readForecasts = (signal?: AbortSignal) => get<ForecastPage>('/capacity', { limit: 1_000 }, signal);
export const readForecast = (id: string, signal?: AbortSignal) =>
  get<ForecastDetail>(`/capacity/${encodeURIComponent(id)}`, {}, signal);
export const readIdle = (signal?: AbortSignal) => all<UnderUsed>('/capacity/under-used', {}, signal);
export const readLimits = (signal?: AbortSignal) => all<Limit>('/capacity-limits', {}, signal);
export const reckonAnew = () => request<{ reckoning: boolean }>('POST', addressOf('/capacity/reckon'));
export const askWhatIf = (selector: string, more: number) =>
  request<WhatIfAnswer>('POST', addressOf('/capacity/what-if'), { body: { selector, more } });
export const putLimit = (id: string, body: LimitPut) =>
  request<Limit>('PUT', addressOf(`/capacity-limits/${encodeURIComponent(id)}`), { body });
export const deleteLimit = (id: string, version: number) =>
  request<object>('DELETE', addressOf(`/capacity-limits/${encodeURIComponent(id)}`, { version }));
