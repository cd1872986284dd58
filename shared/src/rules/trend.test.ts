import { expect, test } from 'vitest';
import { isFarOff, trendOf, untilReached } from './trend.ts';

const hour = 3_600_000;
const times = Array.from({ length: 168 }, (_, n) => n * hour);
/** Always the same, about as even as chance. */
const noise = (n: number) => (Math.sin(n * 12.9898) * 43_758.5453) % 1;
const values = (of: (n: number) => number) => times.map((_, n) => of(n));

test('a straight line reaches its limit when it should', () => {
  const trend = trendOf(
    times,
    values((n) => 0.5 + n / 1_000),
    0.767,
  );
  expect(trend).toMatchObject({
    now: expect.closeTo(0.667, 9),
    inMs: expect.closeTo(100 * hour, 0),
    share: 1,
    spanMs: 167 * hour,
  });
  expect([trend?.soonestMs, trend?.latestMs]).toEqual([expect.closeTo(100 * hour, 0), expect.closeTo(100 * hour, 0)]);
});

test('a third of wild values moves it little', () => {
  const wild = values((n) => (n % 3 === 0 ? 40 * noise(n) : 0.5 + n / 1_000));
  expect((trendOf(times, wild, 0.767)?.inMs ?? 0) / hour).toBeGreaterThan(60);
  expect((trendOf(times, wild, 0.767)?.inMs ?? 0) / hour).toBeLessThan(170);
});

test('its spread tells how sure it is: soonest before, latest after', () => {
  const trend = trendOf(
    times,
    values((n) => 0.5 + n / 1_000 + 0.02 * noise(n)),
    0.767,
  );
  if (!trend) throw new Error('no trend');
  expect(trend.soonestMs).toBeLessThan(trend.inMs);
  expect(trend.latestMs).toBeGreaterThan(trend.inMs);
  expect(trend.inMs / hour).toBeCloseTo(100, -1);
});

test('downwards as upwards, and never where it leads away', () => {
  const falling = values((n) => 0.5 - n / 1_000);
  expect(trendOf(times, falling, 0.233)?.inMs).toBeCloseTo(100 * hour, 0);
  expect(trendOf(times, falling, 0.9)).toMatchObject({ inMs: Number.POSITIVE_INFINITY, share: 0 });
  expect(
    trendOf(
      times,
      values(() => 0.5),
      0.9,
    )?.inMs,
  ).toBe(Number.POSITIVE_INFINITY);
});

test('too few points, or too short a past for the rule, say nothing', () => {
  expect(trendOf([0, 1, 2], [1, 2, 3], 9)).toBeNull();
  expect(
    trendOf(
      times,
      values(() => Number.NaN),
      9,
    ),
  ).toBeNull();
  const rising = values((n) => 0.5 + n / 1_000);
  expect(untilReached({ reaches: 1, historyMs: 400 * hour }, times, rising)).toBeNull();
  expect(untilReached({ reaches: 1, historyMs: 300 * hour }, times, rising)?.compared).toBeCloseTo(333 * hour, 0);
});

test('a coming and going is no trend', () => {
  const waves = values((n) => 0.5 + 0.1 * Math.sin(n / 4) + n / 100_000);
  expect(untilReached({ reaches: 0.6, historyMs: 100 * hour }, times, waves)?.compared).toBe(Number.POSITIVE_INFINITY);
});

test('of many points 200 are taken, and the newest is one of them', () => {
  const many = Array.from({ length: 5_000 }, (_, n) => n * 1_000);
  const began = performance.now();
  expect(trendOf(many, many, 10_000_000)?.now).toBeCloseTo(4_999_000, 3);
  expect(performance.now() - began).toBeLessThan(500);
});

test('a first look leaves out what is far off, and nothing that is near', () => {
  const rule = { reaches: 1, withinMs: { warning: 48 * hour } };
  const farOff = (of: (n: number) => number) => isFarOff(rule, times, values(of));
  expect(farOff(() => 0.5)).toBe(true);
  expect(farOff((n) => 0.9 - n / 1_000)).toBe(true);
  expect(farOff((n) => 0.5 + n / 1_000_000)).toBe(true);
  expect(farOff((n) => 0.8 + n / 1_000)).toBe(false);
  // Somebody cleaned up for some hours: a line of least squares would fall.
  expect(farOff((n) => (n > 140 && n < 160 ? 0.1 : 0.8 + n / 1_000))).toBe(false);
  expect(isFarOff(rule, [0, 1], [0, 0]), 'too few points say nothing').toBe(false);
});
