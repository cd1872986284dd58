import type { Shape } from '../state/standing.ts';

/** A piece of the sentence at the head of a page. */
export interface Piece {
  readonly text: string;
  /** Trouble: bold, with its shape before it. */
  readonly shape?: Shape;
  readonly strong?: boolean;
  /** Paler: what can wait. */
  readonly lesser?: boolean;
  readonly href?: string;
}

/** The sentence as plain text, for the title of the page and for tests. */
export const textOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');
