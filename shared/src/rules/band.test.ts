import { expect, test } from 'vitest';
import { nextDown, nextUp } from './band.ts';

test.each([0, 1, 0.85, -0.85, 1e-300, 5e-324, -5e-324, 123_456.789, -1e300])(
  'between %d and the next double there is none',
  (value) => {
    const up = nextUp(value);
    expect(up).toBeGreaterThan(value);
    const between = value + (up - value) / 2;
    expect(between === value || between === up).toBe(true);
    expect(nextDown(up)).toBe(value === 0 ? 0 : value);
  },
);
