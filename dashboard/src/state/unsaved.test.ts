import { expect, test, vi } from 'vitest';
import { answerLeaving, isSame, leaving, mayLeave } from './unsaved.ts';

test('a page without unsaved forms is left at once', () => {
  const leave = vi.fn();
  expect(mayLeave(leave)).toBe(true);
  expect(leaving.value).toBeUndefined();
  expect(leave).not.toHaveBeenCalled();
});

test('what waits for an answer is done once when one leaves, and never when one stays', () => {
  const leave = vi.fn();
  leaving.value = leave;
  answerLeaving(false);
  expect(leave).not.toHaveBeenCalled();
  leaving.value = leave;
  answerLeaving(true);
  answerLeaving(true);
  expect(leave).toHaveBeenCalledTimes(1);
});

test('what is written and taken back again is as it was', () => {
  expect(isSame({ name: 'a', days: [1, 2] }, { name: 'a', days: [1, 2] })).toBe(true);
  expect(isSame({ name: 'a', days: [1, 2] }, { name: 'a', days: [1] })).toBe(false);
});
