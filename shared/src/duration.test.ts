import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['10s', 10_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['1.5h', 5_400_000],
  ['500ms', 500],
  [' 7d ', 604_800_000],
  ['0.1s', 100],
])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(['', '10', 's', '-1s', '1e3s', '10 s', '0.0001s', '1h30m', '9999999999s', 'NaNs', '١s'])(
  '%j is no duration',
  (text) => expect(parseDuration(text)).toBeNull(),
);

test.each([0, 1, 999, 1_000, 10_000, 90_000, 3_600_000, 86_400_000, 34_559_999_999])('%i ms is read back', (ms) => {
  expect(parseDuration(formatDuration(ms))).toBe(ms);
});
