import type { ChangeId, DeviceId, IncidentId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Window } from '../windows/index.ts';
import type { Change, ChangeKind, NewChange, Plan, PlanState } from './types.ts';

/** A place in the list: newest first, then by id. */
export type ChangePlace = Pick<Change, 'time' | 'id'>;

export interface ChangeQuery {
  readonly devices?: readonly DeviceId[];
  readonly site?: string;
  readonly kind?: ChangeKind;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly after?: ChangePlace;
  readonly limit: number;
}

/** What a run by rule was for. */
export interface RemedyKey {
  readonly rule: string;
  readonly device: DeviceId;
  readonly instance: string;
}

/** Each method is one atomic step. A change of a device outside the scope is not found. */
export interface ChangeStore {
  /** Up to which event changes were heard; null: none was. */
  cursor(): Promise<number | null>;
  /** Puts rows in the place of those with their ids; those of devices that are gone are left out. The same again changes nothing. */
  keep(changes: readonly NewChange[]): Promise<void>;
  /** Moves the cursor, if it still stands at `from`. */
  heard(from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'>;
  /** Newest first. */
  list(scope: Scope, query: ChangeQuery): Promise<Change[]>;
  change(scope: Scope, id: string): Promise<Change | null>;
  /** Runs by rule for one instance that began at or after a time, oldest first. */
  remedies(key: RemedyKey, from: number): Promise<Change[]>;
  /** Says which incident a run was attached to. */
  attached(id: string, incident: IncidentId): Promise<void>;
  /** Removes rows older than a time; gives how many. */
  retain(before: number): Promise<number>;
}

/** What becomes of the window of a plan with one of its moves. */
export type WindowMove = { readonly put: Window } | { readonly remove: Window['id'] } | null;

/** Each method is one atomic step. Plans are of no site: whoever shows them asks which of their devices somebody sees. */
export interface PlanStore {
  plan(id: ChangeId): Promise<Plan | null>;
  /** Newest first. */
  plans(states: readonly PlanState[] | null): Promise<Plan[]>;
  /**
   * Adds a plan (`version` 1), or puts it in the place of the version before it, with its window. Called twice at once with
   * the same version, one wins. A window to remove may be gone already.
   */
  putPlan(plan: Plan, window: WindowMove, note: Note): Promise<'put' | 'changed_meanwhile'>;
}
