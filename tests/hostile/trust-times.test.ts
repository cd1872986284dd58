/** Over lives of roots, revocations, confirmations and clocks a device never leaves the chain, and is never lost. */
import { describe, expect, test } from 'vitest';
import { readRoot } from '@fettle/shared/trust/root';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { payloadTypes } from '@fettle/shared/trust/envelope';
import { keep } from '@fettle/shared/trust/keep';
import { payloadOf } from '../support/trust/envelopes.ts';
import { type Keep, runSuite } from './trust-times.ts';

test('2,000 cases', () => {
  const report = runSuite(2_000, 1);
  expect(report.broken).toEqual([]);
  expect(report.cases).toBeGreaterThanOrEqual(2_000);
  expect(report.ordersRun).toBe(report.lives);
  expect(Math.min(report.rootsTaken, report.refused)).toBeGreaterThan(300);
});

describe('the suite notices', () => {
  const whoTakesAnyRoot: Keep = (kept, envelope, ...rest) =>
    envelope.payloadType === payloadTypes.root
      ? { ...kept, root: readRoot(parseCanonical(payloadOf(envelope))) }
      : keep(kept, envelope, ...rest);
  const whoKeepsNoRoot: Keep = (kept, envelope, ...rest) =>
    envelope.payloadType === payloadTypes.root ? kept : keep(kept, envelope, ...rest);
  const whoForgets: Keep = (kept, ...rest) => keep({ ...kept, revoke: null, fresh: null }, ...rest);
  const whoBelievesItsClock: Keep = (kept, envelope, id, clock) => ({
    ...keep(kept, envelope, id, clock),
    floor: Math.max(kept.floor, clock),
  });
  test.each(Object.entries({ whoTakesAnyRoot, whoKeepsNoRoot, whoForgets, whoBelievesItsClock }))(
    '%s',
    (_name, keeper) => {
      expect(runSuite(200, 1, keeper).broken).not.toEqual([]);
    },
  );
});
