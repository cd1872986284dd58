import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { ChangesContext } from './context.ts';
import type { ChangePlace } from './store.ts';
import type { Change, ChangeKind } from './types.ts';

export interface ChangeListQuery {
  readonly device?: string;
  readonly site?: string;
  readonly kind?: ChangeKind;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** What altered the actor's devices, newest first. @throws FettleError `input_invalid` (cursor), `not_allowed` */
export async function listChanges(
  { store }: Pick<ChangesContext, 'store'>,
  actor: Actor,
  { device, cursor, limit = 200, ...query }: ChangeListQuery,
): Promise<{ items: Change[]; next: string | null }> {
  allow(actor, 'change.read');
  const found = await store.list(actor.scope, {
    ...query,
    ...(device !== undefined && { devices: [device as DeviceId] }),
    ...(cursor !== undefined && { after: placeOf(cursor) }),
    limit: limit + 1,
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && found.length > limit ? `${last.time}.${last.id}` : null };
}

function placeOf(cursor: string): ChangePlace {
  const [, time = '', id = ''] = /^(\d{1,16})\.([\w:-]{1,128})$/.exec(cursor) ?? [];
  if (id === '' || !Number.isSafeInteger(Number(time))) {
    throw new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');
  }
  return { time: Number(time), id };
}
