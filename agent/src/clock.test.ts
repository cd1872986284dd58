import { expect, test } from 'vitest';
import { sinceBoot, systemClock } from './clock.ts';

test('counts from the start of the machine, through its sleep, and never goes back', () => {
  let steady = 500;
  let started = 100;
  const monotonic = sinceBoot(
    () => steady,
    () => started,
  );
  expect(monotonic()).toBe(100_000);
  steady += 250.5;
  expect(monotonic()).toBe(100_250.5);
  started += 3_600;
  expect(monotonic()).toBe(3_700_000);
  started -= 3_000;
  steady += 1;
  expect(monotonic()).toBe(3_700_001);
});

test('is the steady clock alone where nothing tells when the machine started', () => {
  expect(sinceBoot(() => 7, null)()).toBe(7);
});

test('this machine’s goes forward', () => {
  const first = systemClock.monotonic();
  expect(systemClock.monotonic()).toBeGreaterThanOrEqual(first);
});
