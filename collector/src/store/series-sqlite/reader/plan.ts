// pure
/**
 * From which level each part of a range of one device is read. docs/decisions/012 has the rules; sums are the same from any.
 */
import { spanMs } from '../files/schema.ts';
import { bucketMs, type Rollup } from '../rollup/buckets.ts';
import { both, type Interval, inwards, minus, stretches } from './intervals.ts';

/** A stored roll-up. */
export interface PieceKey {
  readonly rollup: Rollup;
  readonly start: number;
  readonly finish: number;
}

/** The buckets of a piece that begin in `within`, or the rows of a span that lie in it. */
export type Part<Piece extends PieceKey> =
  | { readonly from: 'piece'; readonly piece: Piece; readonly within: Interval }
  | { readonly from: 'rows'; readonly span: number; readonly within: Interval };

/** What is asked. */
export interface Wanted {
  /** From where to where. */
  readonly range: Interval;
  /** The roll-ups that answer exactly, the coarsest first. */
  readonly exact: readonly Rollup[];
  /** Where the first step begins if roll-ups may stand for samples that are gone; null: they may not. */
  readonly instead: number | null;
}

/** What a device has. Spans are named by their beginnings, ascending. */
export interface Held<Piece extends PieceKey> {
  /** Spans whose rows count, because some are not in its roll-ups yet: in blocks as they were sealed, or open. */
  readonly fresh: readonly number[];
  /** Spans with compacted blocks that overlap these intervals. */
  readonly compacted: (within: readonly Interval[]) => readonly number[];
  /** Pieces that overlap these intervals, ascending. */
  readonly pieces: (rollup: Rollup, within: readonly Interval[]) => readonly Piece[];
  /** Spans inside a piece of hours whose own roll-ups are newer. */
  readonly outdated: (piece: Piece) => readonly number[];
}

/** The parts in order of time. */
export function planOf<Piece extends PieceKey>({ range, exact, instead }: Wanted, held: Held<Piece>): Part<Piece>[] {
  const parts: Part<Piece>[] = [];
  let left: readonly Interval[] = [range];
  const take = (found: readonly Interval[], add: (within: Interval) => Part<Piece>) => {
    parts.push(...found.map(add));
    left = minus(left, found);
  };
  const takeRows = (spans: readonly number[]) => {
    const found = both(left, stretches(spans, spanMs));
    for (const within of bySpan(found)) parts.push({ from: 'rows', span: spanOf(within[0]), within });
    left = minus(left, found);
  };

  takeRows(held.fresh);
  for (const rollup of exact) {
    for (const piece of pieces(held, rollup, left)) {
      const covered = minus(both(left, [[piece.start, piece.finish]]), stretches(outdated(held, piece), spanMs));
      take(inwards(covered, bucketMs[rollup]), (within) => ({ from: 'piece', piece, within }));
    }
  }
  if (left.length > 0) takeRows(held.compacted(left));
  if (left.length > 0 && instead !== null) {
    for (const rollup of ['five', 'hour'] as const) {
      for (const piece of pieces(held, rollup, left)) {
        // A bucket that the range cuts counts with the step in which it begins, if that is asked for.
        const cut = Math.max(instead, Math.floor(range[0] / bucketMs[rollup]) * bucketMs[rollup]);
        const gone = left.map(([from, to]): Interval => [from === range[0] ? Math.min(from, cut) : from, to]);
        const within = both(gone, [[piece.start, piece.finish]]);
        take(within, (one) => ({ from: 'piece', piece, within: one }));
      }
    }
  }
  return parts.toSorted((a, b) => a.within[0] - b.within[0]);
}

function pieces<Piece extends PieceKey>(
  held: Held<Piece>,
  rollup: Rollup,
  left: readonly Interval[],
): readonly Piece[] {
  return left.length === 0 ? [] : held.pieces(rollup, left);
}

const outdated = <Piece extends PieceKey>(held: Held<Piece>, piece: Piece) =>
  piece.rollup === 'hour' ? held.outdated(piece) : [];

/** The beginning of the span in which a time lies. */
export const spanOf = (time: number): number => Math.floor(time / spanMs) * spanMs;

function* bySpan(intervals: readonly Interval[]): Generator<Interval> {
  for (const [from, to] of intervals) {
    for (let start = from; start < to;) {
      const end = Math.min(to, spanOf(start) + spanMs);
      yield [start, end];
      start = end;
    }
  }
}
