// pure
import type { Targets } from './types.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Times and numbers by which incidents live; ms. */
export interface Settings {
  /** So long after it was resolved the same trouble reopens it; later a new one opens. */
  readonly reopenMs: number;
  /** So long after it was resolved it closes by itself. */
  readonly restMs: number;
  /** It flaps when it opened, resolved or reopened so often within so long, and until it was calm for so long. */
  readonly flapping: { readonly turns: number; readonly withinMs: number; readonly calmMs: number };
  /** One rule on so many devices within so long is a storm. */
  readonly storm: { readonly devices: number; readonly withinMs: number };
  /** So long after its cause was resolved, what followed from it may still come right by itself, quietly. */
  readonly graceMs: number;
  /** Resolved by somebody, it may still hold for so long; then it is open again. */
  readonly handMs: number;
  /** So long closed ones are kept. */
  readonly keptMs: number;
}

export const settings: Settings = {
  reopenMs: 30 * minute,
  restMs: day,
  flapping: { turns: 5, withinMs: 30 * minute, calmMs: 30 * minute },
  storm: { devices: 10, withinMs: minute },
  graceMs: 2 * minute,
  handMs: 10 * minute,
  keptMs: 400 * day,
};

export const usualTargets: Targets = {
  critical: { acknowledgeMs: 15 * minute, resolveMs: 4 * hour },
  warning: { acknowledgeMs: 4 * hour, resolveMs: 3 * day },
};
