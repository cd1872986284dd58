import type { ViewId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { SavedView } from './types.ts';

/** Each method is one atomic step. A view that was saved by somebody who saw more than the scope shows is not found. */
export interface ViewStore {
  /** By name, then id. */
  views(scope: Scope): Promise<SavedView[]>;
  view(scope: Scope, id: ViewId): Promise<SavedView | null>;
  /**
   * Adds a view (`version` 1) or puts it in the place of the version before it; of new ones at most `most` are kept. Called twice at once
   * with the same version, one wins.
   */
  put(view: SavedView, most: number, note: Note): Promise<'put' | 'changed_meanwhile' | 'full'>;
  /** Called twice at once, one wins. */
  remove(id: ViewId, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
}
