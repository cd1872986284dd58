import { describe, expect, test } from 'vitest';
import type { RunOutcome } from './action.ts';
import { signed } from './example.fixture.ts';
import { begun, ended, type Firings, historyOf, isStopped, judged, newVersion, notAhead } from './firings.ts';
import { day, exampleStanding, noon, ruleFiring } from './maintenance.fixture.ts';
import type { StandingStatement } from './statements.ts';

const clock = { kind: 'clock', cron: '* * * * *', zone: 'device', jitter: 0, missed: 'run' } as const;
const begin = (change: Partial<StandingStatement> = {}): Firings => {
  const statement = exampleStanding(change);
  return newVersion(signed('standing', statement, 'ann', 'ben'), statement);
};
const due = (time: number) => ({ kind: 'clock', due: time }) as const;
const ran = (firings: Firings, run: number, outcome: RunOutcome) =>
  ended(begun(firings, ruleFiring, run, noon + run), run, outcome, noon + run + 5);

test('a run is begun, ends, and is judged', () => {
  const running = begun(begin(), ruleFiring, 1, noon);
  expect(historyOf(running)).toEqual({
    version: 2,
    runs: [{ started: noon, ended: null, failed: false }],
    due: null,
  });
  const over = ended(running, 1, 'done', noon + 5);
  expect(over.runs).toEqual([{ run: 1, started: noon, ended: noon + 5, failed: false, settling: true }]);
  expect(judged(over, 1, true).runs[0]).toMatchObject({ failed: false, settling: false });
  expect(judged(over, 1, false).runs[0]).toMatchObject({ failed: true, settling: false });
  expect(judged(judged(over, 1, false), 1, true).runs[0]).toMatchObject({ failed: true });
  expect(judged(over, 2, false)).toEqual(over);
});

describe('failed is', () => {
  test.each<[boolean, boolean, RunOutcome]>([
    [true, false, 'failed'],
    [true, false, 'timeout'],
    [true, false, 'unknown'],
    [false, false, 'stopped'],
    [false, true, 'done'],
    [false, true, 'not-applicable'],
  ])('%s, to be judged %s: %s', (failed, settling, outcome) => {
    expect(ran(begin(), 1, outcome).runs[0]).toMatchObject({ failed, settling });
  });
  test('not what nobody judged, unless another run begins', () => {
    const second = begun(ran(begin(), 1, 'done'), ruleFiring, 2, noon + 10);
    expect(second.runs.map(({ failed, settling }) => [failed, settling])).toEqual([
      [true, false],
      [false, false],
    ]);
  });
  test('not what the clock fires, which cures nothing', () => {
    const once = begun(begin({ trigger: clock }), due(noon), 1, noon);
    expect(ended(once, 1, 'done', noon).runs[0]).toMatchObject({ failed: false, settling: false });
  });
});

test('after so many failures it is stopped, until it is signed anew', () => {
  const once = ran(begin(), 1, 'failed');
  const twice = ran(once, 2, 'timeout');
  expect([isStopped(begin()), isStopped(once), isStopped(twice)]).toEqual([false, false, true]);
  expect(isStopped(judged(ran(once, 2, 'done'), 2, true))).toBe(false);
  const anew = newVersion(twice.envelope, exampleStanding({ version: 3 }), twice);
  expect([isStopped(anew), anew.count, anew.runs]).toEqual([false, 2, []]);
});

test('times of the clock only rise, and runs are counted by the highest', () => {
  const first = begun(begin({ trigger: clock }), due(noon), 7, noon);
  const second = begun(first, due(noon - 60_000), 3, noon);
  expect([second.due, second.count]).toEqual([noon, 7]);
  expect(newVersion(first.envelope, exampleStanding({ version: 3 }), second).due).toBe(noon);
});

test('no more runs are kept than caps can ask for', () => {
  let firings = begin();
  for (let run = 1; run <= 9; run++) firings = ran(firings, run, 'done');
  expect(firings.runs.map(({ run }) => run)).toEqual([6, 7, 8, 9]);
});

test('a clock that went back ends no run before it began, and leaves no time ahead', () => {
  const running = begun(begin(), ruleFiring, 1, noon);
  expect(ended(running, 1, 'done', noon - day).runs[0]).toMatchObject({ ended: noon });
  expect(notAhead(running, noon - day).runs[0]).toMatchObject({ started: noon - day, ended: null });
  const over = ended(running, 1, 'done', noon + day);
  expect(notAhead(over, noon + 1).runs[0]).toMatchObject({ started: noon, ended: noon + 1 });
});
