import type { DeviceId } from '@fettle/shared/ids';

/** Something that happened, as other capabilities and people hear of it. Rows, in the same commit as what they tell. */
export interface NewEvent {
  readonly time: number;
  /** `<capability>.<what>`; the list is in shared/api/events. */
  readonly kind: string;
  readonly device: DeviceId | null;
  readonly site: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Event extends NewEvent {
  /** Counts up without gaps in commit order, so that a cursor misses nothing. */
  readonly sequence: number;
}

/** One row of the audit log: who did what to what. */
export interface AuditEntry {
  readonly time: number;
  readonly actor: string;
  /** `<capability>.<verb>` */
  readonly action: string;
  readonly target: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A row as it stands in the log. `hash` is SHA-256 (hex) over the hash of the row before and this row. */
export interface AuditRow extends AuditEntry {
  readonly sequence: number;
  readonly hash: string;
}

/** How far the audit log's chain of hashes holds. */
export interface AuditCheck {
  /** Rows from the first on that fit together. */
  readonly rows: number;
  /** The sequence of the first row that was altered, removed or put in; null when all fit. */
  readonly brokenAt: number | null;
}

/** What a changing port method commits together with its change. */
export interface Note {
  readonly events: readonly NewEvent[];
  readonly audit: readonly AuditEntry[];
}
