import type { Scope } from '../access/index.ts';
import type { AuditCheck, AuditRow, Event, Note } from './types.ts';

export interface EventQuery {
  readonly device?: string;
  readonly kind?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** Only events before this sequence. */
  readonly before?: number;
}

export interface EventStore {
  /** Tells what changed nothing else. */
  record(note: Note): Promise<void>;
  /** Events after a sequence, oldest first, at most `limit`. Events without a site are for all scopes. */
  after(scope: Scope, sequence: number, limit: number): Promise<Event[]>;
  /** Newest first. */
  list(scope: Scope, query: EventQuery): Promise<Event[]>;
  /**
   * The newest sequence ever given, 0 when there was none; and the oldest that is kept, newest + 1 when none is.
   * A cursor below `oldest - 1` has missed events.
   */
  bounds(): Promise<{ readonly oldest: number; readonly newest: number }>;
  /** Removes events older than a time, from the oldest on up to the first that is not older: no holes. */
  retain(before: number): Promise<number>;
  /** Rows of the audit log after a sequence, oldest first; it is for no scope, and nothing removes or alters a row. */
  audit(after: number, limit: number): Promise<AuditRow[]>;
  /** Reads the whole audit log and its head, and says whether the hashes fit. */
  checkAudit(): Promise<AuditCheck>;
}
