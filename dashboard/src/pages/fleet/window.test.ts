import { expect, test } from 'vitest';
import { stretchesOf, toSee, windowOf } from './window.ts';

const view = 900;
const row = 30;

test('covers what is seen with room to spare, wherever one has scrolled', () => {
  for (const above of [-500, 0, 7, 1_234, 29_999, 59_100, 99_999]) {
    const { first, last } = windowOf(2_000, { above, view, row });
    const seen = [Math.max(0, Math.floor(above / row)), Math.min(2_000, Math.ceil((above + view) / row))] as const;
    if (above <= 59_100) expect(first).toBeLessThanOrEqual(seen[0]);
    expect(last).toBeGreaterThanOrEqual(seen[1]);
    expect(last - first).toBeLessThanOrEqual(60);
  }
});

test('a short list is drawn whole, an empty one not at all', () => {
  expect(windowOf(12, { above: 0, view, row })).toEqual({ first: 0, last: 12 });
  expect(windowOf(0, { above: 300, view, row })).toEqual({ first: 0, last: 0 });
});

test('moves in steps, so that not every pixel draws anew', () => {
  const at = (above: number) => windowOf(2_000, { above, view, row });
  expect(at(3_000)).toEqual(at(3_149));
  expect(at(3_000)).not.toEqual(at(3_150));
});

test('the line that is kept is drawn in its place, once', () => {
  const window = { first: 40, last: 90 };
  expect(stretchesOf(window, -1)).toEqual([window]);
  expect(stretchesOf(window, 40)).toEqual([window]);
  expect(stretchesOf(window, 39)).toEqual([{ first: 39, last: 40 }, window]);
  expect(stretchesOf(window, 90)).toEqual([window, { first: 90, last: 91 }]);
});

test('the view follows the line that has the focus, no farther than needed', () => {
  expect(toSee(5, { above: 0, view, row })).toBe(0);
  expect(toSee(29, { above: 0, view, row })).toBe(30);
  expect(toSee(0, { above: 300, view, row })).toBe(-330);
});
