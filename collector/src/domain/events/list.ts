import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import type { EventStore } from './store.ts';
import type { Event } from './types.ts';

export interface EventListQuery {
  readonly device?: string;
  readonly kind?: string;
  /** Inclusive, ms since 1970. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of events in the actor's sites, newest first. @throws FettleError `input_invalid` (cursor), `not_allowed` */
export async function listEvents(
  { store }: { readonly store: EventStore },
  actor: Actor,
  { cursor, limit = 200, ...query }: EventListQuery,
): Promise<{ items: Event[]; next: string | null }> {
  allow(actor, 'event.read');
  const before = cursor === undefined ? {} : { before: sequenceOf(cursor) };
  const found = await store.list(actor.scope, { ...query, ...before, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && found.length > limit ? String(last.sequence) : null };
}

function sequenceOf(cursor: string): number {
  const sequence = Number(cursor);
  if (!/^\d{1,16}$/.test(cursor) || !Number.isSafeInteger(sequence)) {
    throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  }
  return sequence;
}
