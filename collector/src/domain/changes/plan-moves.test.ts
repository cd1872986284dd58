import { planStates } from '@fettle/shared/api/changes';
import { expect, test } from 'vitest';
import { planDeeds, planMoved } from './plan-moves.ts';

test('what each state allows, and nothing else', () => {
  const table = Object.fromEntries(
    planStates.map((state) => [
      state,
      ([...planDeeds, 'revise'] as const).flatMap((deed) => {
        const after = planMoved(state, deed);
        return after === null ? [] : [`${deed} → ${after}`];
      }),
    ]),
  );
  expect(table).toEqual({
    proposed: ['approve → approved', 'refuse → refused', 'cancel → cancelled', 'revise → proposed'],
    approved: ['begin → under-way', 'cancel → cancelled', 'revise → proposed'],
    refused: ['revise → proposed'],
    'under-way': ['finish → done', 'fail → failed', 'cancel → cancelled'],
    done: [],
    failed: [],
    cancelled: [],
  });
});
