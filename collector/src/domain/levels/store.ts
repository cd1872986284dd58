import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { BackupLook, Calendar, LevelTold, Objective, RestoreTest } from './types.ts';

/** One step of a write. `put` has the version after: 1 makes it new. */
export type LevelWrite =
  | { readonly what: 'put-calendar'; readonly calendar: Calendar }
  | { readonly what: 'remove-calendar'; readonly id: string; readonly version: number }
  | { readonly what: 'put-objective'; readonly objective: Objective }
  | { readonly what: 'remove-objective'; readonly id: string; readonly version: number };

export interface LookQuery {
  readonly devices: readonly DeviceId[];
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface TestQuery {
  readonly devices: readonly DeviceId[];
  readonly limit: number;
}

/** Up to which event was heard before, null: none; and up to which now. */
export interface HearPlace {
  readonly from: number | null;
  readonly to: number;
}

/** Each method is one atomic step. What is of devices, the verbs filter by the devices that somebody sees. */
export interface LevelStore {
  /** Those that share a site with the scope, by id. */
  calendars(scope: Scope): Promise<Calendar[]>;
  calendar(scope: Scope, id: string): Promise<Calendar | null>;
  /** All, by id; who may see which, the verbs decide by their services. */
  objectives(service?: string): Promise<Objective[]>;
  objective(id: string): Promise<Objective | null>;
  /**
   * All of the writes in their order, or none when one of the things is not any more as it was read, or the service of an objective is
   * gone. Called twice at once with the same, one wins. What was told of an objective goes with it.
   */
  write(writes: readonly LevelWrite[], note: Note): Promise<'written' | 'changed_meanwhile'>;

  /** What was told of objectives; those of which nothing was told are left out. */
  told(): Promise<LevelTold[]>;
  /** Puts it in the place of the version before (1: there was none); also `changed_meanwhile` where the objective is gone. */
  tell(told: LevelTold, note: Note): Promise<'told' | 'changed_meanwhile'>;

  /** Up to which event runs were heard; null: none was. */
  cursor(): Promise<number | null>;
  /**
   * Keeps what runs told of backups, those of devices that are gone left out, and moves the cursor if it still stands at `from`. The same
   * run again changes nothing, and is not told again.
   */
  hear(
    looks: readonly BackupLook[],
    tests: readonly RestoreTest[],
    place: HearPlace,
    note: (kept: readonly RestoreTest[]) => Note,
  ): Promise<'moved' | 'changed_meanwhile'>;
  /** Oldest first. */
  looks(query: LookQuery): Promise<BackupLook[]>;
  /** Of each device the newest before a time that told it fresh, and the newest that did not; in no order. */
  lastLooks(before: number): Promise<BackupLook[]>;
  /** Newest first. */
  restoreTests(query: TestQuery): Promise<RestoreTest[]>;
  /** Of each device the newest before a time, in no order. */
  lastTests(before: number): Promise<RestoreTest[]>;
  addTest(test: RestoreTest, note: Note): Promise<void>;
  /** Removes what is older than a time, but of each device not the newest of its kind; gives how many. */
  retain(before: number): Promise<number>;
}
