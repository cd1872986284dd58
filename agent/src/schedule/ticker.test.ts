import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import { nextTick, planOf, withLease } from './plan.ts';
import { createTicker } from './ticker.ts';

function ticking(slow = 0) {
  const clock = fakeClock();
  let plan = planOf(10_000);
  const ticks: number[] = [];
  const ticker = createTicker(
    clock,
    (after) => nextTick(plan, after),
    () => {
      ticks.push(clock.monotonic());
      if (slow > 0) clock.advance(slow);
    },
  );
  const watch = (lease: number) => {
    plan = withLease(plan, clock.monotonic(), { interval: 1_000, lease });
    ticker.replan();
  };
  return { clock, ticks, ticker, watch };
}

test('ticks at once, soon again, then on the plan', () => {
  const { clock, ticks, ticker } = ticking();
  ticker.start(1_000);
  clock.advance(35_000);
  expect(ticks).toEqual([0, 1_000, 10_000, 20_000, 30_000]);
});

test('a watch takes effect at once and ends by itself', () => {
  const { clock, ticks, ticker, watch } = ticking();
  ticker.start(1_000);
  clock.advance(12_300);
  watch(3_000);
  clock.advance(20_000);
  expect(ticks).toEqual([0, 1_000, 10_000, 13_000, 14_000, 15_000, 20_000, 30_000]);
});

test('a tick that takes longer than the interval leaves ticks out and never bunches', () => {
  const { clock, ticks, ticker } = ticking(25_000);
  ticker.start(1_000);
  clock.advance(100_000);
  const gaps = ticks.slice(1).map((at, i) => at - (ticks[i] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(25_000);
});

test('after stop nothing ticks and nothing waits', () => {
  const { clock, ticks, ticker, watch } = ticking();
  ticker.start(1_000);
  ticker.stop();
  watch(3_000);
  clock.advance(60_000);
  expect(ticks).toEqual([0]);
  expect(clock.waiting).toBe(0);
});
