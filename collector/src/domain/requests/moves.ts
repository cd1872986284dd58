// pure
import type { RequestAct, RequestState } from '@fettle/shared/api/requests';
import type { Request } from './types.ts';

export type RequestDeed = RequestAct['act'];

/** In which states people may do what. The rest of a request's life follows from its order, its run and its incident. */
const from: Readonly<Record<RequestDeed, readonly RequestState[]>> = {
  approve: ['waiting'],
  refuse: ['waiting'],
  cancel: ['waiting', 'approved'],
  own: ['waiting', 'approved', 'running'],
  finish: ['approved'],
  fail: ['approved'],
  note: ['waiting', 'approved', 'running', 'done', 'failed', 'refused', 'cancelled'],
  'open-incident': ['approved'],
};

export const requestDeeds = Object.keys(from) as RequestDeed[];
export const endStates: readonly RequestState[] = ['done', 'failed', 'refused', 'cancelled'];
export const isOver = (state: RequestState): boolean => endStates.includes(state);

/** Whether somebody may do it at all now, whoever they are. */
export function mayNow(
  deed: RequestDeed,
  { state, item, device }: Pick<Request, 'state' | 'item' | 'device'>,
): boolean {
  if (!from[deed].includes(state)) return false;
  return deed !== 'open-incident' || (item === null && device !== null);
}

/** Deeds that decide for somebody else: whoever asked never does them. */
export const isJudgement = (deed: RequestDeed): boolean => deed === 'approve' || deed === 'refuse';

/** Deeds that tell who asked why, so that words are needed. */
export const needsWords: ReadonlySet<RequestDeed> = new Set(['refuse', 'finish', 'fail', 'note']);
