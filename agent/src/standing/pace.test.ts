import { expect, test } from 'vitest';
import { mayFireAt } from './pace.ts';

const caps = { perHour: 2, coolDown: 300, bootGuard: 900, failures: 3 };
const now = 1_800_000_000_000;
const run = (ago: number) => ({ started: now - ago, ended: now - ago + 1_000 });

test.each([
  ['nothing ran', [], null, 0],
  ['it cools down', [run(60_000)], null, now - 60_000 + 301_000],
  ['the hour is full', [run(3_000_000), run(1_000_000)], null, now + 600_000],
  ['of the hour before nothing counts', [run(3_700_000), run(3_650_000)], null, now - 3_350_000 + 1_000],
  [
    'more than the cap, as when it was lowered',
    [run(3_000_000), run(2_000_000), run(1_000_000)],
    null,
    now + 1_600_000,
  ],
  ['the machine has just started', [], now - 60_000, now + 840_000],
  ['a run of the future, as the clock was set back', [run(-9_000_000)], null, 0],
])('%s', (_what, past, booted, expected) => {
  expect(mayFireAt(caps, past, now, booted)).toBe(expected);
});
