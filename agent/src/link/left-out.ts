/** Frames that can never be stored: each is counted once, by why. */
import type { ErrorCode } from '@fettle/shared/errors';

/** Of what a frame holds: with these a collector that cannot read a frame ends the connection. */
const ofFrames: ReadonlySet<ErrorCode> = new Set([
  'frame_malformed',
  'frame_value_invalid',
  'frame_time_invalid',
  'series_limit',
  'name_too_long',
]);
/** So many connections in a row must end so, each with the same frame first: some two minutes of back-off. */
const attempts = 10;

export interface LeftOut {
  /** By the code of the error, since the start. */
  readonly counts: Readonly<Record<string, number>>;
  /** Nothing up to here is sent (any more). */
  readonly upTo: number;
  /** @returns whether it was not counted yet */
  add(sequence: number, code: string): boolean;
  /** Frames up to and with this one are gone from the outbox. */
  acknowledged(sequence: number): void;
  /**
   * A connection ended; `first` is the first frame that was sent on it. What was stored is not sent again, so that a frame
   * which ends one connection after the other comes to be the first of them.
   * @returns the frame that is left out from now on, or null
   */
  ended(code: ErrorCode, first: number | null): number | null;
}

export function createLeftOut(): LeftOut {
  const counted = new Set<number>();
  let counts: Readonly<Record<string, number>> = {};
  let upTo = 0;
  let suspect = { sequence: 0, times: 0 };

  function add(sequence: number, code: string): boolean {
    if (counted.has(sequence)) return false;
    counted.add(sequence);
    counts = { ...counts, [code]: (counts[code] ?? 0) + 1 };
    return true;
  }

  return {
    get counts() {
      return counts;
    },
    get upTo() {
      return upTo;
    },
    add,
    acknowledged(sequence) {
      for (const one of counted) if (one <= sequence) counted.delete(one);
    },
    ended(code, first) {
      if (first === null || !ofFrames.has(code)) return null;
      suspect = { sequence: first, times: suspect.sequence === first ? suspect.times + 1 : 1 };
      if (suspect.times < attempts) return null;
      add(first, code);
      upTo = first;
      return first;
    },
  };
}
