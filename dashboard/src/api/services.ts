/** What the pages of services and public links read and change. Types come from shared/api. */
import type { History, PublicLink, Service, ServiceMap, ServicePut } from '@fettle/shared/api/services';
import { addressOf, all, get, request } from './request.ts';

const service = (id: string) => `/services/${encodeURIComponent(id)}`;

export const readServices = (signal?: AbortSignal) => all<Service>('/services', {}, signal, 2_000);
export const readServiceMap = (signal?: AbortSignal) => get<ServiceMap>('/services/map', {}, signal);
/** Oldest first, exact to the millisecond. */
export const readServiceHistory = (id: string, from: number, to: number, signal?: AbortSignal) =>
  get<History>(`${service(id)}/history`, { from: Math.floor(from), to: Math.floor(to) }, signal);
/** Makes it (`version` 0) or changes it. @throws ApiProblem `changed_meanwhile` */
export const putService = (id: string, body: ServicePut) => request<Service>('PUT', addressOf(service(id)), { body });
export const deleteService = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(service(id), { version }));

export type LinkDraft = Pick<PublicLink, 'kind' | 'name' | 'services' | 'site'>;
export const readPublicLinks = (signal?: AbortSignal) => all<PublicLink>('/public-links', {}, signal, 1_000);
/** `address` is told this once. */
export const makePublicLink = (body: LinkDraft) =>
  request<{ link: PublicLink; address: string }>('POST', addressOf('/public-links'), { body });
export const deletePublicLink = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(`/public-links/${encodeURIComponent(id)}`, { version }));
