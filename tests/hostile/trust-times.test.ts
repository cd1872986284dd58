/** Over lives of roots, revocations, confirmations and clocks a device never leaves the chain, and is never lost. */
import { describe, expect, test } from 'vitest';
import { wrongKeepers } from './trust-keepers.ts';
import { runSuite } from './trust-times.ts';

test('2,000 cases', () => {
  const report = runSuite(2_000, 1);
  expect(report.broken).toEqual([]);
  expect(report.cases).toBeGreaterThanOrEqual(2_000);
  expect(report.ordersRun).toBe(report.lives);
  expect(Math.min(report.rootsTaken, report.refused)).toBeGreaterThan(300);
});

describe('the suite notices', () => {
  test.each(Object.entries(wrongKeepers))('%s', (_name, keeper) => {
    expect(runSuite(200, 1, keeper).broken).not.toEqual([]);
  });
});
