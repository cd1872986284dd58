import type { WindowId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Window } from './types.ts';

/** Each method is one atomic step. A window that is for none of the scope's sites is not found. */
export interface WindowStore {
  /** All of the scope, by id. */
  windows(scope: Scope): Promise<Window[]>;
  window(scope: Scope, id: WindowId): Promise<Window | null>;
  /**
   * Adds a window (`version` 1) or puts it in the place of the version before it. Called twice at once with the same
   * version, one wins.
   */
  put(window: Window, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** Called twice at once, one wins. */
  remove(id: WindowId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
}
