import { type Actor, allow } from '../access/index.ts';
import type { ViewsContext } from './context.ts';
import type { SavedView } from './types.ts';

/** Saved views of those who see no more than the actor, by name. @throws FettleError `not_allowed` */
export async function listViews({ store }: Pick<ViewsContext, 'store'>, actor: Actor): Promise<SavedView[]> {
  allow(actor, 'view.read');
  return store.views(actor.scope);
}
