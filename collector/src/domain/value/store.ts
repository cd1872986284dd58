import type { RunId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { ValueSettings } from './types.ts';

/** Each method is one atomic step. */
export interface ValueStore {
  /** Null: nobody set any yet; the version is then 0. */
  settings(): Promise<ValueSettings | null>;
  /** `version` is one more than the one read, 1 where none were set. Called twice at once, one wins. */
  setSettings(settings: ValueSettings, note: Note): Promise<'set' | 'changed_meanwhile'>;
  /**
   * Runs that ended done in a span, of orders and standing orders that were to change something (not check, not undo), by each script
   * that they name; ids in the order of their end.
   */
  doneRuns(scope: Scope, from: number, to: number): Promise<ReadonlyMap<string, readonly RunId[]>>;
}
