import type { improvementStates, ImprovementPut, ProjectPut } from '@fettle/shared/api/improvements';

export type ImprovementState = (typeof improvementStates)[number];

/** What was measured over a span. */
export interface Measured {
  readonly from: number;
  readonly to: number;
  /** In the measure's unit; null: nothing was there to be measured. */
  readonly value: number | null;
  readonly words: string;
}

/** A finding, what is done about it, and whether it got better. */
export interface Improvement extends Omit<ImprovementPut, 'version'> {
  /** Counts up from 1. */
  readonly id: number;
  readonly state: ImprovementState;
  readonly foundAt: number;
  readonly doneAt: number | null;
  /** Measured when it was found, over the days before; null: nothing is measured. */
  readonly baseline: Measured | null;
  /** The last measurement after it was done; null: none yet. */
  readonly now: Measured | null;
  readonly version: number;
}

/** Something to be done that takes money or time, and why. */
export interface Project extends Omit<ProjectPut, 'version'> {
  /** Counts up from 1. */
  readonly id: number;
  readonly madeAt: number;
  readonly version: number;
}
