import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Composition, Service, ServiceId, Spell } from './types.ts';

export interface SpellQuery {
  /** Those that touch a span: begun before `to`, not ended at or before `from`. */
  readonly from: number;
  readonly to: number;
  readonly devices?: readonly DeviceId[];
  readonly kind?: Spell['kind'];
}

/** Each method is one atomic step. */
export interface ServiceStore {
  /** All of them, by id; who may see which, the verbs decide by their devices. */
  services(): Promise<Service[]>;
  service(id: ServiceId): Promise<Service | null>;
  /** Makes it (`version` 0 before) or changes it, with its composition from now on. Called twice at once, one wins. */
  put(service: Service, composition: Composition | null, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** With all its history. */
  remove(id: ServiceId, version: number, note: Note): Promise<'removed' | 'not_found' | 'changed_meanwhile'>;
  /** Compositions of a service (default: all) that held at any time of a span, oldest first. */
  compositions(from: number, to: number, service?: ServiceId): Promise<Composition[]>;
  /** Adds compositions, where what a selector chooses has changed, with what is told. */
  recompose(compositions: readonly Composition[], note: Note): Promise<void>;
  /** Up to which event spells were heard; null: none was. */
  cursor(): Promise<number | null>;
  /** Puts spells in the place of those with their ids and moves the cursor, if it still stands at `from`. */
  hear(spells: readonly Spell[], from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'>;
  /** By their beginning, then id. */
  spells(scope: Scope, query: SpellQuery): Promise<Spell[]>;
  /** All that last. */
  lasting(scope: Scope): Promise<Spell[]>;
  /** Removes spells that ended before a time; gives how many. */
  retain(before: number): Promise<number>;
}
