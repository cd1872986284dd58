import { FettleError } from '@fettle/shared/errors';
import type { ViewId } from '@fettle/shared/ids';
import { type Actor, allow, audited } from '../access/index.ts';
import { allowView, type ViewsContext } from './context.ts';

/** Takes a view away. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteView(
  { store, now }: ViewsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'view.change');
  const view = await store.view(actor.scope, id as ViewId);
  if (view === null) throw new FettleError('not_found');
  allowView(actor, view);
  const answer = await store.remove(view.id, version, {
    events: [{ time: now, kind: 'view.deleted', device: null, site: null, detail: { view: id } }],
    audit: [audited(actor, now, 'views.delete', `view:${id}`, { name: view.name })],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}
