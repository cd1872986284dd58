import { FettleError } from '@fettle/shared/errors';
import type { IncidentId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { NoticeStore } from './store.ts';
import type { Delivery, StageRow } from './types.ts';

export interface DeliveryListQuery {
  readonly incident?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/**
 * A page of what was sent in the actor's sites, newest first; what is of several sites or of none, for who sees all.
 * @throws FettleError `not_allowed`, `input_invalid` (cursor)
 */
export async function listDeliveries(
  { notices }: { readonly notices: NoticeStore },
  actor: Actor,
  { cursor, limit = 200, ...query }: DeliveryListQuery,
): Promise<{ items: Delivery[]; next: string | null }> {
  allow(actor, 'delivery.read');
  const before = cursor === undefined ? {} : { before: placeOf(cursor) };
  const found = await notices.deliveries(actor.scope, { ...query, ...before, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && found.length > limit ? `${last.createdAt}.${last.id}` : null };
}

function placeOf(cursor: string): { createdAt: number; id: string } {
  const [, time, id] = /^(\d{1,16})\.(n[0-9a-z]{16})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) {
    throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  }
  return { createdAt: Number(time), id };
}

/** What the pipeline decided of an incident that the caller has found within the actor's sites, oldest first. */
export async function listStages(
  { notices }: { readonly notices: NoticeStore },
  actor: Actor,
  { incident }: { readonly incident: IncidentId },
): Promise<StageRow[]> {
  allow(actor, 'notice.read');
  return notices.stages(incident);
}
