import { FettleError } from '@fettle/shared/errors';
import type { ViewId } from '@fettle/shared/ids';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { allowView, mostViews, newViewId, type ViewsContext } from './context.ts';
import type { SavedView } from './types.ts';

export interface ViewInput extends Pick<SavedView, 'name' | 'query'> {
  /** Absent: a new one. */
  readonly id?: string;
  /** As it was read; 0 of a new one. */
  readonly version: number;
}

/**
 * Saves a view, or changes one; from now on it is for those who see what the actor sees.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`, `not_found`
 */
export async function putView({ store, now }: ViewsContext, actor: Actor, input: ViewInput): Promise<SavedView> {
  allow(actor, 'view.change');
  const name = input.name.trim();
  if (name === '') throw new FettleError('input_invalid', 'name: Give the view a name.');
  const before = input.id === undefined ? null : await store.view(actor.scope, input.id as ViewId);
  if (input.id !== undefined && before === null) throw new FettleError('not_found');
  if (before) allowView(actor, before);
  if ((before?.version ?? 0) !== input.version) throw new FettleError('changed_meanwhile');
  const view: SavedView = {
    id: before?.id ?? newViewId(),
    name,
    query: input.query,
    by: before ? before.by : personOf(actor),
    scope: actor.scope,
    changedAt: now,
    version: input.version + 1,
  };
  const answer = await store.put(view, mostViews, {
    events: [{ time: now, kind: 'view.saved', device: null, site: null, detail: { view: view.id } }],
    audit: [audited(actor, now, 'views.put', `view:${view.id}`, { name, query: input.query })],
  });
  if (answer === 'full') {
    throw new FettleError('input_invalid', `There are ${mostViews} saved views already. Delete some first.`);
  }
  if (answer !== 'put') throw new FettleError(answer);
  return view;
}
