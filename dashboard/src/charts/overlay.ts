// pure
import type { Mark } from './marks.ts';
import type { Tone } from './view.ts';

/** What is drawn besides the lines: where the pointer is, and what is being marked. */
export interface Overlay {
  readonly hover: number | undefined;
  readonly drag: readonly [number, number] | undefined;
  readonly marks: readonly Mark[];
  /** What the lines say at the pointer, beside it. */
  readonly readings: readonly Reading[];
}

export interface Reading {
  readonly tone: Tone;
  readonly text: string;
}
