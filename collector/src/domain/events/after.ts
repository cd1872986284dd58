import { type Actor, allow } from '../access/index.ts';
import type { EventStore } from './store.ts';
import type { Event } from './types.ts';

/** Events after a sequence in the actor's sites, oldest first; null when some before them are no longer kept. */
export async function eventsAfter(
  { store }: { readonly store: EventStore },
  actor: Actor,
  { sequence, limit }: { readonly sequence: number; readonly limit: number },
): Promise<Event[] | null> {
  allow(actor, 'event.read');
  const { oldest, newest } = await store.bounds();
  // A cursor beyond the newest is of another database: what it saw is not here.
  if (sequence < oldest - 1 || sequence > newest) return null;
  return store.after(actor.scope, sequence, limit);
}
