import { FettleError } from '@fettle/shared/errors';
import type { WindowId } from '@fettle/shared/ids';
import { type Actor, allow, audited } from '../access/index.ts';
import { allowWhole, type WindowsContext } from './context.ts';

/** Takes a window away. @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteWindow(
  { store, now }: WindowsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'window.change');
  const window = await store.window(actor.scope, id as WindowId);
  if (window === null) throw new FettleError('not_found');
  allowWhole(actor, window);
  const answer = await store.remove(window.id, version, {
    events: [{ time: now, kind: 'window.deleted', device: null, site: null, detail: { window: id } }],
    audit: [audited(actor, now, 'windows.delete', `window:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}
