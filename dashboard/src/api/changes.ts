/** What changed on devices, and what is planned. Types come from shared/api. */
import type { ChangeItem, Plan, PlanBody } from '@fettle/shared/api/changes';
import { addressOf, all, get, type Query, request } from './request.ts';

const plans = '/changes/plans';
const plan = (id: string) => `${plans}/${encodeURIComponent(id)}`;
export type PlanDeed = 'approve' | 'refuse' | 'begin' | 'finish' | 'fail' | 'cancel';

/** Newest first, at most `most`. */
export const readChanges = (query: Query, signal?: AbortSignal, most = 400) =>
  all<ChangeItem>('/changes', { limit: 200, ...query }, signal, most);
export const readPlans = (signal?: AbortSignal) => all<Plan>(plans, {}, signal, 500);
export const readPlan = (id: string, signal?: AbortSignal) => get<Plan>(plan(id), {}, signal);
export const makePlan = (body: PlanBody) => request<Plan>('POST', addressOf(plans), { body: { body, version: 0 } });
export const putPlan = (id: string, body: PlanBody, version: number) =>
  request<Plan>('PUT', addressOf(plan(id)), { body: { body, version } });
export const actOnPlan = (id: string, act: PlanDeed, note: string, version: number) =>
  request<Plan>('POST', addressOf(`${plan(id)}/act`), { body: { act, note, version } });
