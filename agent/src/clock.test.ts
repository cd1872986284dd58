import { expect, test } from 'vitest';
import { sinceBoot, systemClock } from './clock.ts';

test('counts from the start of the machine, through its sleep, and never goes back', () => {
  let steady = 500;
  let started = 100;
  let wall = 1_800_000_000_000;
  const monotonic = sinceBoot(
    () => steady,
    () => wall,
    () => started,
  );
  expect(monotonic()).toBe(100_000);
  steady += 250.5;
  wall += 250;
  expect(monotonic()).toBe(100_250.5);
  started += 3_600;
  wall += 3_600_000;
  expect(monotonic()).toBe(3_700_000);
  started -= 3_000;
  steady += 1;
  expect(monotonic()).toBe(3_700_001);
});

test('notices a sleep within a second also when the wall clock was set back by as much', () => {
  let steady = 0;
  let started = 100;
  const monotonic = sinceBoot(
    () => steady,
    () => steady,
    () => started,
  );
  started += 3_600;
  steady += 999;
  expect(monotonic()).toBe(100_999);
  steady += 1;
  expect(monotonic()).toBe(3_700_000);
});

test('asks for the time since the start once a second, because that opens a file', () => {
  let steady = 0;
  let asked = 0;
  const monotonic = sinceBoot(
    () => steady,
    () => steady,
    () => {
      asked++;
      return steady / 1_000;
    },
  );
  for (; steady < 10_000; steady += 100) monotonic();
  expect(asked).toBe(10);
});

test('is the steady clock alone where nothing tells when the machine started', () => {
  expect(
    sinceBoot(
      () => 7,
      () => 9,
      null,
    )(),
  ).toBe(7);
});

test('this machine’s goes forward', () => {
  const first = systemClock.monotonic();
  expect(systemClock.monotonic()).toBeGreaterThanOrEqual(first);
});
