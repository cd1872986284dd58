import { FettleError } from '@fettle/shared/errors';
import { type Actor, covers } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { WindowStore } from './store.ts';
import type { Window } from './types.ts';

/** What the verbs of this capability need: the records and the time, ms since 1970. */
export interface WindowsContext {
  readonly store: WindowStore;
  readonly devices: Pick<DeviceStore, 'devices' | 'device'>;
  readonly now: number;
}

/** Who sees only some devices may not touch what quietens others. @throws FettleError `not_allowed` */
export function allowWhole(actor: Actor, { scope }: Pick<Window, 'scope'>): void {
  if (covers(actor.scope, scope)) return;
  throw new FettleError('not_allowed', 'This window is also for devices that are none of yours.');
}
