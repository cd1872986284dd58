import type { IncidentId, ProblemId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { NewTimelineEntry } from '../incidents/index.ts';
import type { Problem, ProblemSpan, ProblemState } from './types.ts';

export type ProblemPatch = Partial<
  Pick<Problem, 'title' | 'state' | 'rootCause' | 'workaround' | 'owner' | 'closedAt'>
>;

/** Each method is one atomic step. Problems are of no site: whoever shows them asks what a scope shows of their incidents. */
export interface ProblemStore {
  problem(id: ProblemId): Promise<Problem | null>;
  /** Newest first. */
  problems(states: readonly ProblemState[] | null): Promise<Problem[]>;
  /** Of each problem the incidents that the scope shows; absent: none. */
  spans(scope: Scope, ids: readonly ProblemId[]): Promise<ReadonlyMap<ProblemId, ProblemSpan>>;
  /**
   * Adds a problem and links incidents to it that have none yet, each with a line in its timeline. `exists`: what repeats
   * has a problem that is not over. Called twice at once, one wins.
   */
  add(
    problem: Problem,
    incidents: readonly IncidentId[],
    line: NewTimelineEntry,
    note: Note,
  ): Promise<'added' | 'exists'>;
  /** Links incidents that have no problem yet; gives how many there were. The note is written when there was one. */
  link(id: ProblemId, incidents: readonly IncidentId[], line: NewTimelineEntry, note: Note): Promise<number>;
  /** Changes a problem, if `version` is still its own. `exists`: another one that is not over has taken its place. */
  change(
    id: ProblemId,
    version: number,
    patch: ProblemPatch,
    note: Note,
  ): Promise<Problem | 'changed_meanwhile' | 'not_found' | 'exists'>;
}
