import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

test('gives what was a window ago, once a window is known, and nothing across a time when nobody looked', () => {
  const ring = new Ring(60_000);
  const taken = [0, 10, 20, 30, 40, 50, 60, 65, 75, 300, 310, 365].map((second) => ring.take(second * 1_000, second));
  const none = Number.NaN;
  expect(taken).toEqual([none, none, none, none, none, none, 0, 0, 10, none, none, 300]);
});

test('keeps so much of a long window that its beginning is known within a 24th', () => {
  const ring = new Ring(86_400_000);
  for (let second = 0; second < 3 * 86_400; second += 10) {
    const then = ring.take(second * 1_000, second);
    if (second < 86_400) expect(then).toBeNaN();
    else {
      expect(second - then).toBeGreaterThanOrEqual(86_400);
      expect(second - then).toBeLessThanOrEqual(86_400 + 3_600);
    }
  }
});
