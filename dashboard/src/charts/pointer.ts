import { signal } from '@preact/signals';

/** The time of the cross-hair, shared by all charts of a page. */
export const hover = signal<number | undefined>(undefined);
/** The part of time being marked with the pointer. */
export const drag = signal<readonly [number, number] | undefined>(undefined);

/** Moves the cross-hair by a step; from the right edge when there is none. */
export function moveHover(by: 1 | -1, step: number, from: number, to: number): void {
  const start = hover.peek() ?? to + step / 2;
  const next = (Math.floor(start / step) + by) * step;
  hover.value = Math.min(to, Math.max(from, next));
}
