import type { Device } from '@fettle/shared/api/devices';
import type { Request, RequestItem } from '@fettle/shared/api/requests';
import { readItems, readRequests } from '../api/asked.ts';
import { all } from '../api/request.ts';
import { resource } from './resource.ts';

/** What was asked for, newest first: all of one's sites, or one's own. */
export const requests = resource<readonly Request[]>((signal) => readRequests(signal));
/** What may be asked for. */
export const requestItems = resource<readonly RequestItem[]>((signal) => readItems(signal));
/** Devices by name, to choose one. */
export const someDevices = resource<readonly Device[]>((signal) =>
  all<Device>('/devices', { limit: 1_000 }, signal, 5_000),
);
