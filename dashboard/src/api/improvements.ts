/** What is to get better, and projects. Types come from shared/api. */
import type { Improvement, ImprovementAct, ImprovementPut, Project, ProjectPut } from '@fettle/shared/api/improvements';
import { addressOf, all, get, request } from './request.ts';

export type ImprovementItem = Improvement;
export type ImprovementDeed = ImprovementAct['act'];
const one = (id: number) => `/improvements/${id}`;

export const readImprovements = (signal?: AbortSignal) => all<ImprovementItem>('/improvements', {}, signal);
export const makeImprovement = (body: ImprovementPut) =>
  request<ImprovementItem>('POST', addressOf('/improvements'), { body });
export const putImprovement = (id: number, body: ImprovementPut) =>
  request<ImprovementItem>('PUT', addressOf(one(id)), { body });
export const actOnImprovement = (id: number, act: ImprovementDeed, version: number) =>
  request<ImprovementItem>('POST', addressOf(`${one(id)}/act`), { body: { act, note: '', version } });

export const readProjects = (signal?: AbortSignal) => all<Project>('/projects', {}, signal);
export const readProposals = async (signal?: AbortSignal) =>
  (await get<{ items: ProjectPut[] }>('/projects/proposals', {}, signal)).items;
export const makeProject = (body: ProjectPut) => request<Project>('POST', addressOf('/projects'), { body });
export const putProject = (id: number, body: ProjectPut) =>
  request<Project>('PUT', addressOf(`/projects/${id}`), { body });
