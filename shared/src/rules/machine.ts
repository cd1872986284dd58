/**
 * The state machine of one severity of one rule on one instance. A sample is what ends a sustain time: nothing begins and
 * nothing ends by the clock alone. A sample that is missing neither holds nor clears; when the device itself was not heard
 * of for long, sustain times that run begin anew (`again`), for nobody knows what was so meanwhile.
 */

export const clear = 0;
/** The limit is reached, not yet for long enough. */
export const pending = 1;
export const firing = 2;
/** It does not hold any more, not yet for long enough. */
export const clearing = 3;
export type Phase = typeof clear | typeof pending | typeof firing | typeof clearing;

/** Where each phase may lead; a phase may also stay. */
export const moves: Readonly<Record<Phase, readonly Phase[]>> = {
  [clear]: [pending, firing],
  [pending]: [firing, clear],
  [firing]: [clearing, clear],
  [clearing]: [firing, clear],
};

export interface Rank {
  phase: Phase;
  /** Pending: since when the limit is reached. Clearing: since when it is not. Else without meaning. */
  since: number;
  /** Firing and clearing: when it began to hold. */
  began: number;
}

/** How long it must hold, and how long it must be clear, ms. */
export interface Times {
  readonly forMs: number;
  readonly clearForMs: number;
}

/** Takes a sample: whether the limit is reached, and whether it still holds. Times ms, ascending. */
export function advance(rank: Rank, entered: boolean, held: boolean, time: number, times: Times): void {
  switch (rank.phase) {
    case clear:
      if (!entered) return;
      rank.since = time;
      rank.began = time;
      rank.phase = times.forMs <= 0 ? firing : pending;
      return;
    case pending:
      if (!entered) rank.phase = clear;
      else if (time - rank.since >= times.forMs) {
        rank.phase = firing;
        rank.began = rank.since;
      }
      return;
    case firing:
      if (held) return;
      rank.since = time;
      rank.phase = times.clearForMs <= 0 ? clear : clearing;
      return;
    case clearing:
      if (held) rank.phase = firing;
      else if (time - rank.since >= times.clearForMs) rank.phase = clear;
  }
}

/** Lets a sustain time that runs begin anew. */
export function again(rank: Rank, time: number): void {
  if (rank.phase === pending || rank.phase === clearing) rank.since = time;
}

export function isTold({ phase }: Rank): boolean {
  return phase === firing || phase === clearing;
}

export function isTiming({ phase }: Rank): boolean {
  return phase === pending || phase === clearing;
}
