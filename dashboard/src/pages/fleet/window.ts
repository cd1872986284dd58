// pure
/** Which lines of a long list are drawn: from `first` up to, not including, `last`. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** Lines drawn beyond each edge of what is seen, and the step by which the window moves. */
const over = 10;
const stride = 5;

/**
 * The lines near what is seen. `above` is how far the list's top lies over the top of the view (negative: below it),
 * `view` its height and `row` that of one line, all in the same unit.
 */
export function windowOf(count: number, { above, view, row }: { above: number; view: number; row: number }): Window {
  const most = Math.ceil(view / row) + 2 * over + stride;
  const start = Math.floor(above / row / stride) * stride - over;
  const first = Math.max(0, Math.min(start, count - most));
  return { first, last: Math.min(count, first + most) };
}

/** What is drawn, in order: the window, and the line at `kept` (−1: none) where it lies outside. */
export function stretchesOf(window: Window, kept: number): Window[] {
  const one = { first: kept, last: kept + 1 };
  if (kept >= 0 && kept < window.first) return [one, window];
  if (kept >= window.last) return [window, one];
  return [window];
}

/** How far the view must move so that a line is wholly in it with one line of room; 0 when it is. */
export function toSee(line: number, { above, view, row }: { above: number; view: number; row: number }): number {
  const top = line * row - above;
  if (top < row) return top - row;
  const below = top + 2 * row - view;
  return below > 0 ? below : 0;
}
