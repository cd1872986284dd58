import { expect, test } from 'vitest';
import { keyTime } from './key-time.ts';

const now = 1_700_000_000_000;

test.each([
  ['a good clock', now - 10, 0, { decision: 'device', time: now - 10 }],
  ['an offset of two seconds is left alone', now, 2_000, { decision: 'device', time: now }],
  ['so is one behind', now, -2_000, { decision: 'device', time: now }],
  ['a larger one counts', now, 2_001, { decision: 'corrected', time: now + 2_001 }],
  ['a clock a year ahead, measured', now + 31_536_000_000, -31_536_000_000, { decision: 'corrected', time: now }],
  ['a clock that begins in 1970, measured', 5_000, now, { decision: 'corrected', time: now + 5_000 }],
  ['a clock that begins in 1970, not measured', 5_000, 0, { decision: 'device', time: 5_000 }],
  ['five minutes ahead', now + 300_000, 0, { decision: 'device', time: now + 300_000 }],
  ['more than that waits', now + 300_001, 0, { decision: 'ahead', by: 300_001 }],
  ['an offset that puts it into the future waits as well', now, 400_000, { decision: 'ahead', by: 400_000 }],
  ['an offset that would put it before 1970', 5_000, -9_000, { decision: 'corrected', time: 0 }],
])('%s', (_, time, offset, decision) => {
  expect(keyTime({ time, offset }, now)).toEqual(decision);
});
