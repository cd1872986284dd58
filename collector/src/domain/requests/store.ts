import type { RequestState } from '@fettle/shared/api/requests';
import type { DeviceId, RequestId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Asker, Request, RequestItem } from './types.ts';

/** A place in the list: newest first, then by id. */
export type RequestPlace = Pick<Request, 'askedAt' | 'id'>;

export interface RequestListQuery {
  readonly states?: readonly RequestState[];
  readonly device?: DeviceId;
  readonly asker?: Pick<Asker, 'kind' | 'id'>;
  /** Asked at or after, and before. */
  readonly from?: number;
  readonly to?: number;
  readonly after?: RequestPlace;
  readonly limit: number;
}

/**
 * Each method is one atomic step. A scope shows the requests of its devices, those without a device at its sites, and those of no
 * site where it shows everything; whose own one is, the verbs ask with `everywhere`.
 */
export interface RequestStore {
  /** By id. */
  items(): Promise<RequestItem[]>;
  item(id: string): Promise<RequestItem | null>;
  /** `version` is one more than the one read; 1: it is new. Called twice at once, one wins. */
  putItem(item: RequestItem, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** The same of several: all of them or none. */
  putItems(items: readonly RequestItem[], note: Note): Promise<'put' | 'changed_meanwhile'>;
  removeItem(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  request(scope: Scope, id: RequestId): Promise<Request | null>;
  /** Newest first. */
  requests(scope: Scope, query: RequestListQuery): Promise<Request[]>;
  /** What a device asked with these keys. */
  byKeys(device: DeviceId, keys: readonly string[]): Promise<Request[]>;
  /** All that are approved or running, oldest first. */
  underWay(): Promise<Request[]>;
  /** Adds one (`version` 1). `exists`: its device asked with that key before. */
  add(request: Request, note: Note): Promise<'added' | 'exists'>;
  /** Writes one whose `version` is one more than the one read. Called twice at once, one wins. */
  change(request: Request, note: Note): Promise<'changed' | 'changed_meanwhile'>;

  /** Up to which event it was heard what became of orders; null: none was. */
  cursor(): Promise<number | null>;
  /** Moves the cursor, if it still stands at `from`. */
  heard(from: number | null, to: number): Promise<'moved' | 'changed_meanwhile'>;
  /** Removes those that ended before a time; at most `limit`. Gives how many. */
  retain(before: number, limit: number): Promise<number>;
}
