import { expect, test } from 'vitest';
import { durationText, readDuration } from './duration.ts';

test.each([
  ['20 min', 1_200_000],
  ['90 s', 90_000],
  ['1 h', 3_600_000],
  ['7 d', 604_800_000],
  ['0', 0],
  ['1 ms', 1],
])('%s is %d ms and back', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
  expect(durationText(ms)).toBe(text);
});

test('people write it as they like', () => {
  expect(readDuration(' 20m ')).toBe(1_200_000);
  expect(readDuration('1 h 30 min')).toBe(5_400_000);
  expect(readDuration('1.5h')).toBe(5_400_000);
});

test.each(['', '20', 'soon', '-5 min', '5 weeks', '1 h and'])('%j cannot be read', (text) =>
  expect(readDuration(text)).toBeNull(),
);
