// pure
import type { PlanAct } from '@fettle/shared/api/changes';
import type { Static } from 'typebox';
import type { PlanState } from './types.ts';

export type PlanDeed = Static<typeof PlanAct>['act'];

/** Every move that there is: where it may begin, and where it leads. A plan begins `proposed`, and does again with new words. */
export const planMoves: Readonly<
  Record<PlanDeed | 'revise', { readonly from: readonly PlanState[]; readonly to: PlanState; readonly event: string }>
> = {
  revise: { from: ['proposed', 'refused', 'approved'], to: 'proposed', event: 'change.planned' },
  approve: { from: ['proposed'], to: 'approved', event: 'change.approved' },
  refuse: { from: ['proposed'], to: 'refused', event: 'change.ended' },
  begin: { from: ['approved'], to: 'under-way', event: 'change.begun' },
  finish: { from: ['under-way'], to: 'done', event: 'change.ended' },
  fail: { from: ['under-way'], to: 'failed', event: 'change.ended' },
  cancel: { from: ['proposed', 'approved', 'under-way'], to: 'cancelled', event: 'change.ended' },
};

/** The state after a move; null where the table does not have it. */
export function planMoved(state: PlanState, deed: PlanDeed | 'revise'): PlanState | null {
  const { from, to } = planMoves[deed];
  return from.includes(state) ? to : null;
}

export const planDeeds = Object.keys(planMoves).filter((deed) => deed !== 'revise') as PlanDeed[];

/** What agreeing takes: somebody else, who has a higher role. */
export const isJudgement = (deed: PlanDeed): boolean => deed === 'approve' || deed === 'refuse';
