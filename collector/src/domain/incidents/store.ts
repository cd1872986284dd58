import type { DeviceId, IncidentId, PersonId, ProblemId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type {
  EvidencePiece,
  Incident,
  IncidentKey,
  IncidentState,
  NewTimelineEntry,
  Targets,
  TimelineEntry,
  TimelineKind,
} from './types.ts';

/** A place in the list: worst first, then oldest, then by id. */
export type IncidentPlace = Pick<Incident, 'severity' | 'openedAt' | 'id'>;

export interface IncidentQuery {
  readonly states?: readonly IncidentState[];
  readonly severity?: Severity;
  readonly devices?: readonly DeviceId[];
  readonly rule?: string;
  readonly site?: string;
  /** Null: those without one. */
  readonly owner?: PersonId | null;
  readonly problem?: ProblemId;
  /** Those that were open at any time of a span. */
  readonly from?: number;
  readonly to?: number;
  /** Only those that opened at or after a time. */
  readonly openedFrom?: number;
  /** Only those that were resolved before a time. */
  readonly resolvedBefore?: number;
  /** False: only those that are quiet for a window, a cause or flapping; true: only the others. Default: all. */
  readonly loud?: boolean;
  readonly after?: IncidentPlace;
  readonly limit: number;
}

/** An incident as it is to be. `before` is what was read: its version must still be the stored one; null: it is new. */
export interface IncidentWrite {
  readonly before: Incident | null;
  readonly after: Incident;
  readonly timeline: readonly NewTimelineEntry[];
  /** What was caught with the breach itself; in the place of pieces of its kind. */
  readonly evidence?: readonly EvidencePiece[];
}

/**
 * Each method is one atomic step. An incident whose device is outside the scope is not found; `deviceName` and `site`
 * are the device's of now.
 */
export interface IncidentStore {
  incident(scope: Scope, id: IncidentId): Promise<Incident | null>;
  /** Those of these that are there, in no order. */
  several(scope: Scope, ids: readonly IncidentId[]): Promise<Incident[]>;
  /** All that are open or acknowledged, oldest first. */
  open(scope: Scope): Promise<Incident[]>;
  /** Those of these keys that are not closed; at most one each. */
  current(scope: Scope, keys: readonly IncidentKey[]): Promise<Incident[]>;
  /** Worst first, then oldest. */
  list(scope: Scope, query: IncidentQuery): Promise<Incident[]>;
  /**
   * All of it or nothing: nothing when one was changed since it was read, or a new one's key has one that is not closed.
   * Raises `version` by one. Called twice at once with the same, one wins.
   */
  write(writes: readonly IncidentWrite[], note: Note): Promise<'written' | 'changed_meanwhile'>;
  /** Adds to timelines what changes nothing else; incidents that are gone are left out. */
  tell(entries: readonly { readonly incident: IncidentId; readonly entry: NewTimelineEntry }[]): Promise<void>;
  /** Oldest first, of very many the newest 2,000. */
  timeline(scope: Scope, id: IncidentId): Promise<TimelineEntry[]>;
  /** Of several, whoever may see them, the lines of some kinds, all of them, oldest first. */
  timelines(
    ids: readonly IncidentId[],
    kinds: readonly TimelineKind[],
  ): Promise<ReadonlyMap<IncidentId, readonly TimelineEntry[]>>;
  /** Puts pieces in the place of those of their kind, with the likeliest cause and what the timeline says. */
  addEvidence(
    id: IncidentId,
    pieces: readonly EvidencePiece[],
    likely: string | null,
    timeline: readonly NewTimelineEntry[],
    note: Note,
  ): Promise<'added' | 'not_found'>;
  evidence(scope: Scope, id: IncidentId): Promise<EvidencePiece[]>;
  /** How many not closed ones follow from each. */
  affected(scope: Scope, ids: readonly IncidentId[]): Promise<ReadonlyMap<IncidentId, number>>;
  /** Which not closed ones follow from it, oldest first, at most `limit`. */
  following(scope: Scope, id: IncidentId, limit: number): Promise<Incident[]>;
  /** Null: nobody set any yet; the version is then 0. */
  targets(): Promise<{ readonly targets: Targets; readonly version: number } | null>;
  /** `version`: as it was read, 0 where none were set. Called twice at once, one wins. */
  setTargets(targets: Targets, version: number, note: Note): Promise<'set' | 'changed_meanwhile'>;
  /** Removes closed ones, with all that is theirs, that were closed before a time; at most `limit`. Gives how many. */
  retain(before: number, limit: number): Promise<number>;
}
