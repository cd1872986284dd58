import { expect, test } from 'vitest';
import { createOffsetEstimate } from './offset.ts';

/** The device's wall clock is 1,000,000 ahead of its monotonic one. */
const base = 1_000_000;

test('nothing is known before the first answer', () => {
  const offset = createOffsetEstimate();
  expect([offset.at(base), offset.roundTrip]).toEqual([null, null]);
});

test('half the round trip is taken for the way', () => {
  const offset = createOffsetEstimate();
  offset.add({ left: 100, back: 140, theirs: base + 120 + 5_000 });
  expect(offset.at(base)).toBe(5_000);
  expect(offset.roundTrip).toBe(40);
});

test('the quickest of the last eight counts, not the last', () => {
  const offset = createOffsetEstimate();
  offset.add({ left: 0, back: 2, theirs: base + 1 + 50 });
  for (let i = 1; i <= 7; i++) offset.add({ left: i * 1_000, back: i * 1_000 + 900, theirs: base + i * 1_000 + 899 });
  expect(offset.at(base)).toBe(50);
  offset.add({ left: 9_000, back: 9_100, theirs: base + 9_050 + 60 });
  expect(offset.at(base)).toBe(60);
});

test('fits a frame that was taken before the clock was set as well as one after', () => {
  const offset = createOffsetEstimate();
  offset.add({ left: 0, back: 0, theirs: base });
  const year = 365 * 86_400_000;
  expect(offset.at(base)).toBe(0);
  expect(offset.at(base - year)).toBe(year);
});

test('after a sleep only new answers count, the old estimate stands until then', () => {
  const offset = createOffsetEstimate();
  offset.add({ left: 0, back: 1, theirs: base });
  offset.restart();
  expect(offset.at(base)).not.toBeNull();
  offset.add({ left: 1_000, back: 1_500, theirs: base + 1_250 + 3_600_000 });
  expect(offset.at(base)).toBe(3_600_000);
});

test('follows a clock that drifts, and one that is set, between two pings', () => {
  const estimate = createOffsetEstimate();
  // Half a thousandth too fast, set back by an hour after five minutes; a ping every 20 s.
  const drift = 0.0005;
  const wrongAt = (ms: number) => 3_000 + ms * drift - (ms > 300_000 ? 3_600_000 : 0);
  for (let now = 0; now <= 600_000; now += 20_000) {
    estimate.add({ left: now, back: now + 30, theirs: 1_000_000 + now + 15 });
    for (const later of [1_000, 10_000, 19_000]) {
      const then = 1_000_000 + wrongAt(now + later);
      expect(Math.abs((estimate.at(then) ?? 0) + wrongAt(now + later))).toBeLessThan(2);
    }
  }
});
