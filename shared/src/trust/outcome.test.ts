import type { RunOutcome } from './action.ts';
import { describe, expect, test } from 'vitest';
import { isDue, outcomeOfExit, outcomeOfSteps, type StepEnd } from './outcome.ts';

const ended = (outcome: RunOutcome | null, exit: number | null = 0): StepEnd => ({ outcome, exit });
const skipped = ended(null, null);

describe('a step runs', () => {
  test.each<[string, boolean, Parameters<typeof isDue>]>([
    ['as the first', true, [null, []]],
    ['after one that is done', true, [null, [ended('done')]]],
    ['after one that does not apply', true, [null, [ended('not-applicable', 10)]]],
    ['after one that needs a reboot', true, [null, [ended('reboot-needed', 20)]]],
    ['not after one that failed', false, [null, [ended('failed', 1)]]],
    ['not after one that took too long', false, [null, [ended('timeout', null)]]],
    ['after a skipped one behind one that is done', true, [null, [ended('done'), skipped]]],
    ['not after a skipped one behind one that failed', false, [null, [ended('failed', 2), skipped]]],
    ['not where all before were skipped', false, [null, [skipped]]],
    ['on the exit code that it waits for', true, [{ step: 0, exits: [3, 4] }, [ended('failed', 4)]]],
    ['not on another', false, [{ step: 0, exits: [3] }, [ended('failed', 4)]]],
    ['not for a step that was skipped', false, [{ step: 0, exits: [0] }, [skipped]]],
    ['not for a step without exit code', false, [{ step: 0, exits: [0] }, [ended('timeout', null)]]],
    ['of an earlier step than the last', true, [{ step: 0, exits: [0] }, [ended('done'), ended('failed', 1)]]],
    ['never after a stop', false, [{ step: 0, exits: [0] }, [ended('done'), ended('stopped', null)]]],
  ])('%s: %s', (_name, expected, args) => {
    expect(isDue(...args)).toBe(expected);
  });
});

test('an exit code means what the statement says, else nothing good', () => {
  const exits = { done: [0, 5], notApplicable: [10], rebootNeeded: [20] };
  expect([0, 5, 10, 20, 1, null].map((exit) => outcomeOfExit(exit, exits))).toEqual([
    'done',
    'done',
    'not-applicable',
    'reboot-needed',
    'failed',
    'failed',
  ]);
  expect([0, 10, null].map((exit) => outcomeOfExit(exit, null))).toEqual(['done', 'failed', 'failed']);
});

test.each<[RunOutcome, StepEnd[]]>([
  ['not-applicable', []],
  ['not-applicable', [ended('not-applicable'), skipped]],
  ['done', [ended('done'), ended('not-applicable')]],
  ['done', [ended('failed', 1), ended('done')]],
  ['failed', [ended('done'), ended('failed', 1), skipped]],
  ['reboot-needed', [ended('reboot-needed'), ended('done')]],
  ['stopped', [ended('reboot-needed'), ended('stopped', null)]],
])('%s comes of %j', (expected, steps) => {
  expect(outcomeOfSteps(steps)).toBe(expected);
});
