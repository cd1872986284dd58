import type { PublicLink as PublicLinkItem, ServiceState } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Composition, Service, ServiceId, Spell, WindowTerm } from './types.ts';

export interface SpellQuery {
  /** Those that touch a span: begun before `to`, not ended at or before `from`. */
  readonly from: number;
  readonly to: number;
  readonly devices?: readonly DeviceId[];
  readonly kind?: Spell['kind'];
}

/** What was last told of a service. */
export interface LiveState {
  readonly service: ServiceId;
  readonly state: ServiceState;
  readonly since: number;
}

/** A page or feed for people without a login; of its token only the hash is kept (SHA-256, hex). */
export interface PublicLink extends Omit<PublicLinkItem, 'lastUsedAt'> {
  readonly hash: string;
  readonly lastUsedAt: number | null;
  /** It shows no more than whoever made it saw. */
  readonly scope: Scope;
}

/** Each method is one atomic step. */
export interface ServiceStore {
  /** All of them, by id; who may see which, the verbs decide by their devices. */
  services(): Promise<Service[]>;
  service(id: ServiceId): Promise<Service | null>;
  /**
   * Adds it (`version` 1) or puts it in the place of the version before it, with its composition from now on; null: that stays. Called
   * twice at once with the same version, one wins.
   */
  put(service: Service, composition: Composition | null, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** The same of several: all of them, or none where one was changed meanwhile. */
  putAll(
    puts: readonly { readonly service: Service; readonly composition: Composition | null }[],
    note: Note,
  ): Promise<'put' | 'changed_meanwhile'>;
  /** With all its history. Called twice at once, one wins. */
  remove(id: ServiceId, version: number, note: Note): Promise<'removed' | 'not_found' | 'changed_meanwhile'>;
  /** Compositions of a service (default: all) that held at any time of a span, oldest first, then by service. */
  compositions(from: number, to: number, service?: ServiceId): Promise<Composition[]>;
  /** Adds compositions, where what a selector chooses has changed; in the place of those of the same time, and none of services that are gone. */
  recompose(compositions: readonly Composition[]): Promise<void>;
  /** What windows were at any time of a span, by window, then by their beginning. */
  terms(from: number, to: number): Promise<WindowTerm[]>;
  /** Puts terms in the place of those of the same window and beginning. */
  keepTerms(terms: readonly WindowTerm[]): Promise<void>;
  /** Up to which event spells were heard; null: none was. */
  cursor(): Promise<number | null>;
  /** Puts spells in the place of those with their ids and moves the cursor, if it still stands at `from`. The same again changes nothing. */
  hear(spells: readonly Spell[], from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'>;
  /** By their beginning, then id. What its site's device is outside a scope's selector is for the verbs to leave out. */
  spells(scope: Scope, query: SpellQuery): Promise<Spell[]>;
  /** All that last. */
  lasting(scope: Scope): Promise<Spell[]>;
  states(): Promise<LiveState[]>;
  /** Keeps what services are now, with what is told of it; those that are gone are left out, and told of neither. */
  tell(states: readonly LiveState[], note: Note): Promise<void>;
  /** Removes spells, compositions and terms that ended before a time; gives how many. */
  retain(before: number): Promise<number>;

  links(): Promise<PublicLink[]>;
  linkByHash(hash: string): Promise<PublicLink | null>;
  addLink(link: PublicLink, note: Note): Promise<void>;
  /** When it was last asked for. */
  linkUsed(id: string, time: number): Promise<void>;
  removeLink(id: string, version: number, note: Note): Promise<'removed' | 'not_found' | 'changed_meanwhile'>;
}
