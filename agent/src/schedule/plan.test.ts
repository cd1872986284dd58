import { describe, expect, test } from 'vitest';
import { intervalAt, nextTick, planOf, withLease } from './plan.ts';

const minute = 60_000;
const watch = { interval: 1_000, lease: 60_000 };

describe('without a lease', () => {
  test.each([
    [0, 10_000],
    [9_999, 10_000],
    [10_000, 20_000],
    [10_000.4, 20_000],
    // Four ticks were missed: they are not made up for.
    [57_000, 60_000],
  ])('the tick after %d is at %d', (now, next) => expect(nextTick(planOf(10_000), now)).toBe(next));

  test('an interval is held within 1 s and 1 h', () => {
    expect(planOf(1).interval).toBe(1_000);
    expect(planOf(99_999_999).interval).toBe(3_600_000);
  });
});

describe('a lease', () => {
  test('tightens the interval until it ends, and shifts no tick after it', () => {
    const plan = withLease(planOf(10_000), 3_500, { interval: 1_000, lease: 4_000 });
    expect(intervalAt(plan, 3_500)).toEqual({ interval: 1_000, watched: true });
    expect(nextTick(plan, 3_500)).toBe(4_000);
    expect(nextTick(plan, 6_000)).toBe(7_000);
    expect(nextTick(plan, 7_000)).toBe(10_000);
    expect(intervalAt(plan, 7_500)).toEqual({ interval: 10_000, watched: false });
  });

  test('is cut to 60 s and to 1 s apart', () => {
    const plan = withLease(planOf(10_000), 0, { interval: 1, lease: 86_400_000 });
    expect(plan.lease).toEqual({ interval: 1_000, until: minute });
  });

  test('is not needed where the agent measures as often already', () => {
    expect(withLease(planOf(1_000), 0, watch).lease).toBeNull();
  });

  test('of no length ends the one before', () => {
    const plan = withLease(withLease(planOf(10_000), 0, watch), 5_000, { interval: 1_000, lease: 0 });
    expect(intervalAt(plan, 5_001).watched).toBe(false);
  });

  test('renewed for ever stays within the budget of any hour', () => {
    let plan = planOf(10_000);
    let watched = 0;
    for (let now = 0; now < 180 * minute; now += 20_000) {
      plan = withLease(plan, now, watch, 15 * minute);
      for (let at = now; at < now + 20_000; at += 1_000) if (intervalAt(plan, at).watched) watched++;
    }
    expect(watched).toBeGreaterThan(40 * 60);
    expect(watched).toBeLessThanOrEqual(45 * 60 + 20);
    // Renewals in time are one entry, so that the memory of leases does not grow.
    expect(plan.leased.length).toBeLessThan(5);
  });
});
