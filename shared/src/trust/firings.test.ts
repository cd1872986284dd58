import { describe, expect, test } from 'vitest';
import { signed } from './example.fixture.ts';
import { begun, ended, type Firings, historyOf, isStopped, judged, newVersion, notAhead } from './firings.ts';
import type { Firing } from './receipt.ts';
import type { StandingStatement } from './standing.ts';

const envelope = signed('standing', {}, 'ann');
const statement = (kind: 'rule' | 'clock', version = 1) =>
  ({
    version,
    trigger: { kind },
    caps: { perHour: 3, coolDown: 0, bootGuard: 0, failures: 2 },
  }) as unknown as StandingStatement;
const byRule: Firing = { kind: 'rule', rule: 'r', instance: '/', severity: 'warning', since: 1 };
const byClock = (due: number): Firing => ({ kind: 'clock', due });
const fresh = (kind: 'rule' | 'clock') => newVersion(envelope, statement(kind));
const flags = ({ runs }: Firings) => runs.map(({ failed, settling }) => [failed, settling]);

test('a run is open until it ends; a failed one has failed, one by rule that went well has to be judged', () => {
  const open = begun(fresh('rule'), byRule, 1, 100);
  expect(open).toMatchObject({ count: 1, due: null, runs: [{ run: 1, started: 100, ended: null }] });
  expect(ended(open, 1, 'done', 90).runs).toEqual([
    { run: 1, started: 100, ended: 100, failed: false, settling: true },
  ]);
  for (const outcome of ['failed', 'timeout', 'unknown'] as const)
    expect(flags(ended(open, 1, outcome, 200))).toEqual([[true, false]]);
  expect(flags(ended(open, 1, 'stopped', 200))).toEqual([[false, false]]);
  expect(flags(ended(begun(fresh('clock'), byClock(5), 1, 100), 1, 'done', 200))).toEqual([[false, false]]);
});

test('it is judged once, and one that nobody judged did not help', () => {
  const done = ended(begun(fresh('rule'), byRule, 1, 100), 1, 'done', 200);
  expect(flags(judged(done, 1, true))).toEqual([[false, false]]);
  expect(flags(judged(done, 1, false))).toEqual([[true, false]]);
  expect(flags(judged(judged(done, 1, false), 1, true))).toEqual([[true, false]]);
  expect(flags(judged(done, 2, true))).toEqual([[false, true]]);
  expect(flags(begun(done, byRule, 2, 300))).toEqual([
    [true, false],
    [false, false],
  ]);
});

test('so many failures in a row stop it, and a new version forgives them but goes on counting', () => {
  let firings = fresh('clock');
  expect(isStopped(firings)).toBe(false);
  for (const run of [1, 2]) firings = ended(begun(firings, byClock(run), run, run), run, 'failed', run);
  expect(isStopped(firings)).toBe(true);
  const next = newVersion(envelope, statement('clock', 2), firings);
  expect([isStopped(next), next.count, next.due, next.runs]).toEqual([false, 2, 2, []]);
});

test('no more runs are kept than caps ask for, and the last time by the clock never goes back', () => {
  let firings = fresh('clock');
  for (let run = 1; run <= 9; run++) firings = ended(begun(firings, byClock(10 - run), run, run), run, 'done', run);
  expect([firings.runs.map(({ run }) => run), firings.due, firings.count]).toEqual([[6, 7, 8, 9], 9, 9]);
  expect(historyOf(firings)).toEqual({
    version: 1,
    due: 9,
    runs: [6, 7, 8, 9].map((at) => ({ started: at, ended: at, failed: false })),
  });
});

describe('times that a clock which was ahead has left', () => {
  test('are now; others stay, and so does what has not ended', () => {
    let firings = ended(begun(fresh('clock'), byClock(1), 1, 50), 1, 'done', 60);
    firings = begun(ended(begun(firings, byClock(2), 2, 5_000), 2, 'done', 6_000), byClock(3), 3, 7_000);
    expect(notAhead(firings, 100).runs.map(({ started, ended: end }) => [started, end])).toEqual([
      [50, 60],
      [100, 100],
      [100, null],
    ]);
  });
});
