/** What the pages of on call, routes, channels and deliveries read and change. Types come from shared/api. */
import type {
  Channel,
  ChannelPut,
  ChannelTested,
  Delivery,
  Heartbeat,
  HeartbeatPut,
  OverrideCreate,
  Roster,
  RosterPut,
  Route,
  RoutePut,
  Turn,
} from '@fettle/shared/api/notices';
import type { Team } from '@fettle/shared/api/people';
import { addressOf, all, get, request } from './request.ts';

const channel = (id: string) => `/channels/${encodeURIComponent(id)}`;
const route = (id: string) => `/routes/${encodeURIComponent(id)}`;
const roster = (id: string) => `/rosters/${encodeURIComponent(id)}`;

export const readTeams = (signal?: AbortSignal) => all<Team>('/teams', {}, signal);

export const readChannels = (signal?: AbortSignal) => all<Channel>('/channels', {}, signal);
export const putChannel = (id: string, body: ChannelPut) => request<Channel>('PUT', addressOf(channel(id)), { body });
export const deleteChannel = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(channel(id), { version }));
export const testChannel = (id: string) =>
  request<ChannelTested>('POST', addressOf(`${channel(id)}/test`), { body: {} });

export const readHeartbeat = (signal?: AbortSignal) => get<Heartbeat>('/heartbeat', {}, signal);
export const putHeartbeat = (body: HeartbeatPut) => request<Heartbeat>('PUT', addressOf('/heartbeat'), { body });

export const readRoutes = (signal?: AbortSignal) => all<Route>('/routes', {}, signal);
export const putRoute = (id: string, body: RoutePut) => request<Route>('PUT', addressOf(route(id)), { body });
export const deleteRoute = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(route(id), { version }));

export const readRosters = (signal?: AbortSignal) => all<Roster>('/rosters', {}, signal);
export const putRoster = (id: string, body: RosterPut) => request<Roster>('PUT', addressOf(roster(id)), { body });
export const deleteRoster = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(roster(id), { version }));
export const readTurns = (id: string, query: { from: number; to: number }, signal?: AbortSignal) =>
  all<Turn>(`${roster(id)}/turns`, query, signal);
export const createOverride = (id: string, body: OverrideCreate) =>
  request<unknown>('POST', addressOf(`${roster(id)}/overrides`), { body });
export const deleteOverride = (id: string, override: string) =>
  request<unknown>('DELETE', addressOf(`${roster(id)}/overrides/${encodeURIComponent(override)}`));

/** Newest first, at most 200. */
export const readDeliveries = async (
  query: { state?: string; incident?: string; channel?: string },
  signal?: AbortSignal,
) => (await get<{ items: Delivery[] }>('/deliveries', { ...query, limit: 200 }, signal)).items;
