import { type Actor, allow } from '../access/index.ts';
import type { WindowsContext } from './context.ts';
import { nextSpan, spansIn } from './expand.ts';
import { isFor } from './open-at.ts';
import type { Span, Window } from './types.ts';

/** A window, and what is so now. */
export interface WindowNow {
  readonly window: Window;
  /** How many devices that the actor sees it is for. */
  readonly devices: number;
  readonly open: boolean;
  /** The opening of now, or else the next; null: none comes any more. */
  readonly next: Span | null;
}

/** The windows of the actor's sites, by id. @throws FettleError `not_allowed` */
export async function listWindows({ store, devices, now }: WindowsContext, actor: Actor): Promise<WindowNow[]> {
  allow(actor, 'window.read');
  const windows = await store.windows(actor.scope);
  const seen = windows.length > 0 ? await devices.devices(actor.scope) : [];
  return windows.map((window) => ({
    window,
    devices: seen.filter((device) => isFor(window, device)).length,
    open: window.enabled && spansIn(window.when, now, now + 1).length > 0,
    next: window.enabled ? nextSpan(window.when, now) : null,
  }));
}
