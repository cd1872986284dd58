import type { WindowWhen } from '@fettle/shared/api/windows';
import type { Scope } from '../access/index.ts';
import type { PersonId, WindowId } from '@fettle/shared/ids';

export type { WindowWhen };

/** Planned maintenance: while it is open nobody is told of what breaks on its devices. */
export interface Window {
  /** A slug that people choose. */
  readonly id: WindowId;
  readonly name: string;
  /** Which devices; empty: all. */
  readonly selector: string;
  /** Of them only these, by id; null: all. */
  readonly devices: readonly string[] | null;
  /** Of them those that whoever made it sees: nobody quietens more than that. */
  readonly scope: Scope;
  readonly reason: string;
  readonly when: WindowWhen;
  readonly enabled: boolean;
  /** Null: made where the collector's own files can be written. */
  readonly createdBy: PersonId | null;
  readonly createdAt: number;
  readonly version: number;
}

/** One opening: from a time up to, not including, another; ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** What a change of the clocks did to it, for people; null: nothing. */
  readonly note: string | null;
}
