import type { PersonId, ProblemId } from '@fettle/shared/ids';

export type ProblemState = 'proposed' | 'open' | 'known-error' | 'closed' | 'dismissed';
/** What repeats: a rule on a device, a rule on a device model, a rule everywhere; or somebody put it together. */
export type RepeatedBy = 'rule' | 'model' | 'service' | 'hand';

/** The cause behind repeating incidents. */
export interface Problem {
  readonly id: ProblemId;
  readonly title: string;
  readonly state: ProblemState;
  readonly by: RepeatedBy;
  /** What repeats, as text; of problems that are not over there is one for each `by` and key. */
  readonly key: string;
  readonly why: string;
  readonly rootCause: string;
  readonly workaround: string;
  readonly owner: PersonId | null;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly version: number;
}

/** What of its incidents a scope shows. */
export interface ProblemSpan {
  readonly incidents: number;
  readonly devices: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}
