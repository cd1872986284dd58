/** What the pages of rules read and change. Types come from shared/api. */
import type { BackTest, BackTestQuery, Rule, RulePut } from '@fettle/shared/api/rules';
import { addressOf, all, get, request } from './request.ts';

const rule = (id: string) => `/rules/${encodeURIComponent(id)}`;

export const readRules = (signal?: AbortSignal) => all<Rule>('/rules', {}, signal);
export const readRule = (id: string, signal?: AbortSignal) => get<Rule>(rule(id), {}, signal);
/** Makes it (`version` 0) or changes it (the version that was read). @throws ApiProblem `changed_meanwhile` */
export const putRule = (id: string, body: RulePut) => request<Rule>('PUT', addressOf(rule(id)), { body });
export const deleteRule = (id: string, version: number) => request<unknown>('DELETE', addressOf(rule(id), { version }));
/** What a rule would have done, and what the one that is kept did. It may take seconds; the signal gives up. */
export const backTest = (body: BackTestQuery, signal: AbortSignal) =>
  request<BackTest>('POST', addressOf('/rules/back-test'), { body, signal });
