import type { IncidentId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Channel, Delivery, Heartbeat, Override, Roster, Route, StageRow, Thread } from './types.ts';

/** Where notices go and by which way. Each method is one atomic step; a change called twice at once has one winner. */
export interface ChannelStore {
  /** By id. */
  channels(): Promise<Channel[]>;
  channel(id: string): Promise<Channel | null>;
  /** Adds (`version` 1) or replaces the version before, but for `last`; a `secret` of undefined stays as it is. */
  putChannel(
    channel: Omit<Channel, 'last' | 'secret'> & { readonly secret?: string | null },
    note: Note,
  ): Promise<'put' | 'changed_meanwhile'>;
  removeChannel(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** Those that share a site with the scope, in order. */
  routes(scope: Scope): Promise<Route[]>;
  putRoute(route: Route, note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeRoute(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** By id, with their overrides by time. */
  rosters(): Promise<Roster[]>;
  /** All but the overrides. */
  putRoster(roster: Roster, note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeRoster(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;
  addOverride(roster: string, override: Override, note: Note): Promise<'added' | 'not_found'>;
  removeOverride(roster: string, id: string, note: Note): Promise<'removed' | 'not_found'>;

  /** Null: nobody set one. */
  heartbeat(): Promise<Heartbeat | null>;
  setHeartbeat(heartbeat: Omit<Heartbeat, 'last'>, note: Note): Promise<'put' | 'changed_meanwhile'>;
  beaten(last: NonNullable<Heartbeat['last']>): Promise<void>;
}

export interface DeliveryQuery {
  readonly incident?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly limit: number;
  /** Only what stands after this one in the list. */
  readonly before?: { readonly createdAt: number; readonly id: string };
}

/** What is told, and what came of it. Each method is one atomic step. */
export interface NoticeStore {
  /** Up to which event the notices have heard; null: they never listened. */
  cursor(): Promise<number | null>;
  threads(incidents: readonly IncidentId[]): Promise<Thread[]>;
  /** Those that are due by then, oldest first. */
  due(now: number, limit: number): Promise<Thread[]>;
  /** Those with something to tell that happened since then. */
  recent(since: number): Promise<Thread[]>;
  /**
   * What was heard: threads as they are now, and the cursor moved from one sequence to another; nothing if it stands elsewhere. A
   * thread's `version` is the one that was read, 0 for a new one.
   */
  heard(
    from: number | null,
    to: number,
    threads: readonly Thread[],
    stages: readonly StageRow[],
  ): Promise<'kept' | 'changed_meanwhile'>;
  /** What was decided, all or nothing. A delivery whose key is there already is left out. */
  decided(
    threads: readonly Thread[],
    deliveries: readonly Delivery[],
    stages: readonly StageRow[],
  ): Promise<'kept' | 'changed_meanwhile'>;
  /** Adds deliveries of no incident. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Takes deliveries that are due, oldest first, counts the attempt and lets each wait until `until(attempts)`, so that
   * nobody else takes it and it comes again should this process end. Called twice at once, one gets each.
   */
  take(now: number, limit: number, until: (attempts: number) => number): Promise<Delivery[]>;
  /**
   * What came of an attempt, with what follows from it; the channel's `last` too. Nothing unless the attempt is still the newest.
   */
  answered(
    id: string,
    attempts: number,
    now: number,
    outcome: Pick<Delivery, 'state' | 'deliveredAt' | 'nextAt' | 'answer'>,
    more: readonly Delivery[],
    note: Note,
  ): Promise<'kept' | 'changed_meanwhile'>;
  delivery(id: string): Promise<Delivery | null>;
  /** Newest first. */
  deliveries(scope: Scope, query: DeliveryQuery): Promise<Delivery[]>;
  /** Uses a delivery's link up. Called twice at once, one wins. */
  useLink(id: string, now: number, note: Note): Promise<'used' | 'used_before' | 'not_found'>;
  /** Oldest first. */
  stages(incident: IncidentId): Promise<StageRow[]>;
  /** Removes deliveries and stages from before a time, and threads with nothing to tell that began before it. */
  retain(before: number): Promise<number>;
}
