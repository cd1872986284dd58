import type { Problem } from '@fettle/shared/api/problems';
import { expect, test } from 'vitest';
import { textOf } from '../../parts/piece.ts';
import { groups, problemsSentence, ways } from './standing.ts';

const problem = (state: Problem['state'], incidents: number) => ({ state, incidents }) as Problem;

test('the sentence says what is to be decided, then what is known', () => {
  expect(textOf(problemsSentence([]))).toBe('No problem is open.');
  expect(textOf(problemsSentence([problem('proposed', 7)]))).toBe(
    'One problem is proposed: say whether to work on it. No problem is open.',
  );
  const all = [problem('proposed', 7), problem('proposed', 4), problem('open', 12), problem('known-error', 9)];
  expect(textOf(problemsSentence(all))).toBe(
    'Two problems are proposed: say whether to work on them. Two are worked on or known, behind 21 incidents.',
  );
});

test('from every state there is a way, and none to itself', () => {
  for (const { state } of groups) {
    expect(ways[state].length).toBeGreaterThan(0);
    expect(ways[state].map(({ to }) => to)).not.toContain(state);
  }
});
