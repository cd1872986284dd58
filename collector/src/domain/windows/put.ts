import { FettleError } from '@fettle/shared/errors';
import type { WindowId } from '@fettle/shared/ids';
import { type Actor, allow, audited, personOf } from '../access/index.ts';
import { wrongIn } from './check.ts';
import { allowWhole, type WindowsContext } from './context.ts';
import type { Window } from './types.ts';

export interface WindowInput extends Pick<Window, 'name' | 'selector' | 'reason' | 'when' | 'enabled'> {
  readonly id: string;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Makes a window, or changes it. It is for what whoever makes it sees.
 * @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`, `not_found`
 */
export async function putWindow({ store, now }: WindowsContext, actor: Actor, input: WindowInput): Promise<Window> {
  allow(actor, 'window.change');
  const { name, selector, reason, when, enabled, version } = input;
  const id = input.id as WindowId;
  const wrong = wrongIn({ id, name, selector, when });
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const before = await store.window(actor.scope, id);
  if (before === null && version > 0) throw new FettleError('not_found');
  if (before !== null) allowWhole(actor, before);
  const window: Window = {
    id,
    name,
    selector,
    devices: before?.devices ?? null,
    scope: before?.scope ?? actor.scope,
    reason,
    when,
    enabled,
    createdBy: before ? before.createdBy : personOf(actor),
    createdAt: before?.createdAt ?? now,
    version: version + 1,
  };
  const kind = version === 0 ? 'window.created' : 'window.changed';
  const answer = await store.put(window, {
    events: [{ time: now, kind, device: null, site: null, detail: { window: id } }],
    audit: [audited(actor, now, 'windows.put', `window:${id}`, { name, selector, when, enabled, reason })],
  });
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a window ${id} already. Choose another id.` : undefined);
  }
  return window;
}
