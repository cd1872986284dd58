import type { IncidentId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Case, Deed, HandOverNote } from './types.ts';

/** Each method is one atomic step. What a scope does not show is not found. */
export interface ManpowerStore {
  /**
   * Incidents that opened, or were resolved, in a span [from, to); by id, those after `after`, at most `limit`: fewer than that are the last.
   */
  cases(scope: Scope, from: number, to: number, limit: number, after?: IncidentId): Promise<Case[]>;
  /**
   * What people did in a span [from, to), by incident and then in order, with their earlier deeds on the same incidents; only of incidents
   * after `after`, of at most `limit` incidents.
   */
  deeds(scope: Scope, from: number, to: number, limit: number, after?: IncidentId): Promise<Deed[]>;
  addNote(note: HandOverNote, told: Note): Promise<void>;
  /** Those of a span [from, to) whose writers share a site with the scope, newest first. */
  notes(scope: Scope, from: number, to: number): Promise<HandOverNote[]>;
  /** Removes notes from before a time; gives how many. */
  retainNotes(before: number): Promise<number>;
}
