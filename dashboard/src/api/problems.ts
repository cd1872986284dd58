/** What the pages of problems read and change. Types come from shared/api. */
import type { Incident } from '@fettle/shared/api/incidents';
import type { Problem, ProblemChange } from '@fettle/shared/api/problems';
import { addressOf, all, get, request } from './request.ts';

const problem = (id: string) => `/problems/${encodeURIComponent(id)}`;

export const readProblem = (id: string, signal?: AbortSignal) => get<Problem>(problem(id), {}, signal);
export const changeProblem = (id: string, body: ProblemChange) =>
  request<Problem>('PATCH', addressOf(problem(id)), { body });
/** The incidents that are linked to it, whatever their state; at most 200. */
export const readLinked = (id: string, signal?: AbortSignal) =>
  all<Incident>(
    '/incidents',
    { problem: id, state: ['open', 'acknowledged', 'resolved', 'closed'], quiet: '1', limit: 200 },
    signal,
    200,
  );
