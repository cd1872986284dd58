import type { PersonId, ViewId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';

/** A view of the trend explorer that somebody saved. */
export interface SavedView {
  readonly id: ViewId;
  readonly name: string;
  /** What stands after the `?` of its address. */
  readonly query: string;
  /** Who saved it first; null: no person did. */
  readonly by: PersonId | null;
  /** What whoever saved it last saw: it may name devices and labels of there. */
  readonly scope: Scope;
  readonly changedAt: number;
  /** 1 when new. */
  readonly version: number;
}
