/** What the pages read from the API: one function a route. Types come from shared/api. */
import type { CatalogueFamily } from '@fettle/shared/api/catalogue';
import type { Device, DeviceStorage, Fact, LatestValue, ProcessPage } from '@fettle/shared/api/devices';
import type { Fleet, FleetQuery } from '@fettle/shared/api/fleet';
import type { EventItem } from '@fettle/shared/api/events';
import type { Aggregation, Series } from '@fettle/shared/api/series';
import { all, get } from './request.ts';

const device = (id: string) => `/devices/${encodeURIComponent(id)}`;

/** The devices of a fleet that are chosen, in a few bytes each. */
export const readFleet = (query: FleetQuery = {}, signal?: AbortSignal) => get<Fleet>('/fleet', query, signal);
/** Whole items of some devices, at most 200. */
export const readDevices = (ids: readonly string[], signal?: AbortSignal) =>
  all<Device>('/devices', { id: ids, limit: 200 }, signal);
export const readDevice = (id: string, signal?: AbortSignal) => get<Device>(device(id), {}, signal);
export const readLatest = (id: string, signal?: AbortSignal) => all<LatestValue>(`${device(id)}/latest`, {}, signal);
export const readFacts = (id: string, signal?: AbortSignal) => all<Fact>(`${device(id)}/facts`, {}, signal);
export const readStorage = (id: string, signal?: AbortSignal) =>
  get<DeviceStorage>(`${device(id)}/storage`, {}, signal);
export const readProcesses = (id: string, at?: number, signal?: AbortSignal) =>
  get<ProcessPage>(`${device(id)}/processes`, { at }, signal);
export const readCatalogue = (signal?: AbortSignal) => all<CatalogueFamily>('/metrics', {}, signal);

/** Newest first, at most 1,000. */
export const readEvents = (query: { device?: string; from: number; to?: number }, signal?: AbortSignal) =>
  all<EventItem>('/events', { ...query, limit: 500 }, signal, 1_000);

export interface SeriesQuery {
  /** Absent: those of the selector, or all. */
  readonly device?: readonly string[];
  readonly selector?: string;
  readonly metric: readonly string[];
  readonly from: number;
  readonly to: number;
  /** ms; absent: raw samples. */
  readonly step?: number;
  readonly agg?: Aggregation;
}
export const readSeries = (query: SeriesQuery, signal?: AbortSignal) => all<Series>('/series', { ...query }, signal);
