import { incidentStates } from '@fettle/shared/api/incidents';
import { expect, test } from 'vitest';
import { moved, type MoveReason, moves } from './transitions.ts';

const reasons = Object.keys(moves) as MoveReason[];

test('every move of the table leads where it says, and there is no other', () => {
  for (const reason of reasons) {
    for (const state of incidentStates) {
      expect(moved(state, reason)).toBe(moves[reason].from.includes(state) ? moves[reason].to : null);
    }
  }
});

test('what is closed stays closed, and everything can be brought there', () => {
  expect(reasons.filter((reason) => moves[reason].from.includes('closed'))).toEqual([]);
  const after = reasons.flatMap((reason) => moved('open', reason) ?? []);
  expect(new Set(after)).toEqual(new Set(['acknowledged', 'resolved']));
  expect(moved('resolved', 'closed_by_hand')).toBe('closed');
});
